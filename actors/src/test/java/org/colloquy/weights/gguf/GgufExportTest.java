package org.colloquy.weights.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Finish;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.Occasion;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.weights.HubFolders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** llama.cpp says the same greedy tokens by our files as our own transformer by the weights. */
class GgufExportTest {

    private static final String ADA = "builtin:ada";
    private static final List<String> QUESTIONS =
            List.of(
                    "Question: What is (47 + 38) * 3?\nIdea: ",
                    "Question: What is 52 - 38?\nIdea: ",
                    "Question: Ann has 12 apples. What is 7 * 8 + 15?\nIdea: ");

    @TempDir Path folder;

    @Test
    void adaSaysTheSameTokensByLlamaCpp() throws IOException {
        Path file = folder.resolve("ada.gguf");
        try (TensorOps ops = new VectorOps(1);
                TransformerModel ours = TransformerModel.read(ADA, () -> new VectorOps(1))) {
            ModelFolder.Model model = ModelFolder.read(ADA, ops);
            GgufExport.write(file, "ada", model, GgufExport.Precision.F32, ops);
            try (LlamaCppModel theirs = LlamaCppModel.read(file, 1)) {
                for (String question : QUESTIONS) {
                    Completion expected = completion(ours, question, 40);
                    int[] prompt = ours.tokenizer().encodePrompt(question);
                    int[] read = theirs.library().encode(question);
                    assertArrayEquals(Arrays.copyOfRange(prompt, 1, prompt.length), read);
                    Completion actual = completion(theirs, question, 40);
                    assertEquals(spoken(ours.tokenizer(), expected), actual.text(), question);
                    assertEquals(prompt.length, actual.promptTokens());
                    assertEquals(expected.finish(), actual.finish());
                    assertTrue(expected.tokenIds().length > 8, expected.text());
                }
                assertEquals(Finish.LENGTH, completion(theirs, QUESTIONS.getFirst(), 5).finish());
            }
        }
    }

    @Test
    void otherShapesSayTheSameTokensToo() throws IOException {
        for (int shape : List.of(0, 1, 3)) {
            Path place = folder.resolve("shape" + shape);
            try (TensorOps ops = new VectorOps(1)) {
                HubFolders.write(place, HubFolders.SHAPES.get(shape), ops);
                HubFolders.setTemplate(place, HubFolders.CHAT);
                ModelFolder.Model model = ModelFolder.read(place.toString(), ops);
                Path file = place.resolve("model.gguf");
                GgufExport.write(file, "shape", model, GgufExport.Precision.F32, ops);
                try (LlamaCppModel theirs = LlamaCppModel.read(file, 1);
                        TransformerModel ours =
                                TransformerModel.read(place.toString(), () -> new VectorOps(1))) {
                    String prompt = "the sum, the 12?";
                    String framed = theirs.framed(prompt);
                    assertArrayEquals(
                            ours.tokenizer().encodePrompt(prompt), theirs.library().encode(framed));
                    Completion expected = completion(ours, prompt, 24);
                    int[] likeliest = expected.tokenIds();
                    assertEquals(
                            expected.text(),
                            completion(theirs, prompt, 24).text(),
                            "shape " + shape);
                    assertTrue(likeliest.length > 4, expected.text());
                }
            }
        }
    }

    @Test
    void halvesHalveTheFile() throws IOException {
        try (TensorOps ops = new VectorOps(1)) {
            ModelFolder.Model model = ModelFolder.read(ADA, ops);
            Path full = folder.resolve("full.gguf");
            Path half = folder.resolve("half.gguf");
            Path again = folder.resolve("again.gguf");
            GgufExport.write(full, "ada", model, GgufExport.Precision.F32, ops);
            GgufExport.write(half, "ada", model, GgufExport.Precision.F16, ops);
            GgufExport.write(again, "ada", model, GgufExport.Precision.F16, ops);
            assertEquals(-1, Files.mismatch(half, again));
            assertEquals(0.5, (double) Files.size(half) / Files.size(full), 0.01);
            try (LlamaCppModel theirs = LlamaCppModel.read(half, 1)) {
                assertTrue(completion(theirs, QUESTIONS.getFirst(), 40).text().contains("Answer"));
            }
        }
    }

    @Test
    void whatCannotBeRunIsRefusedByName() throws IOException {
        Path file = folder.resolve("x.gguf");
        assertRefused("x.gguf: no such file", file);
        Files.write(file, new byte[64]);
        assertRefused("no GGUF file", file);
        try (TensorOps ops = new VectorOps(1)) {
            ModelFolder.Model model = ModelFolder.read(ADA, ops);
            GgufExport.write(file, "ada", model, GgufExport.Precision.F32, ops);
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 300));
        assertRefused("cut short within its settings", file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefused("llama.cpp cannot load it", file);
        Files.write(file, whole);
        try (LlamaCppModel model = LlamaCppModel.read(file, 1);
                CompletionBatch batch = model.open(1)) {
            String endless = "Question: ".repeat(2000);
            batch.add(1, new CompletionRequest(1, endless, Sampling.greedy(4), Occasion.NONE));
            Ended ended = batch.step().getFirst();
            assertTrue(((Refusal) ended.outcome()).reason().contains("context is 1024"));
            assertEquals(0, batch.running());
        }
    }

    private static void assertRefused(String part, Path file) {
        String message =
                assertThrows(ModelFileException.class, () -> LlamaCppModel.read(file, 1))
                        .getMessage();
        assertTrue(message.contains(part) && message.contains(file.toString()), message);
    }

    private static Completion completion(LanguageModel model, String prompt, int most) {
        try (CompletionBatch batch = model.open(1)) {
            batch.add(1, new CompletionRequest(1, prompt, Sampling.greedy(most), Occasion.NONE));
            while (true) {
                for (Ended ended : batch.step()) {
                    return (Completion) ended.outcome();
                }
            }
        }
    }

    /** The tokens as llama.cpp writes them: one after the other, without our spaces. */
    private static String spoken(Tokenizer tokenizer, Completion completion) {
        StringBuilder text = new StringBuilder();
        for (int id : completion.tokenIds()) {
            text.append(tokenizer.ends(id) ? "" : tokenizer.token(id));
        }
        return text.toString();
    }
}
