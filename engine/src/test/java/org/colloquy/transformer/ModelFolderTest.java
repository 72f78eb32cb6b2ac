package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    @TempDir Path folder;

    private final TensorOps ops = new ScalarOps();
    private final WordTokenizer tokenizer = WordTokenizer.ofTexts(List.of("one two 0 1 2 3 \n"));

    @Test
    void aModelComesBackBitForBitFromEqualFiles() throws IOException {
        for (TransformerConfig config : List.of(TinyModel.TIED, TinyModel.UNTIED)) {
            Parameters parameters = TinyModel.parameters(config, 4, ops);
            Path first = folder.resolve("first");
            Path second = folder.resolve("second");
            ModelFolder.write(first, parameters, tokenizer, ops);
            ModelFolder.Model read = ModelFolder.read(first.toString(), ops);
            ModelFolder.write(second, read.parameters(), read.tokenizer(), ops);
            assertEquals(config, read.parameters().config());
            assertEquals(tokenizer.vocabulary(), ((WordTokenizer) read.tokenizer()).vocabulary());
            assertArrayEquals(
                    TinyModel.download(parameters.flat(), ops),
                    TinyModel.download(read.parameters().flat(), ops));
            for (String name : List.of("config.json", "vocab.json", "model.safetensors")) {
                assertArrayEquals(
                        Files.readAllBytes(first.resolve(name)),
                        Files.readAllBytes(second.resolve(name)),
                        name);
            }
        }
    }

    @Test
    void linearWeightsLieTransposedInTheFile() throws IOException {
        TransformerConfig config = TinyModel.UNTIED;
        Parameters parameters = TinyModel.parameters(config, 4, ops);
        Parameters.Weight gate =
                parameters.weights().stream()
                        .filter(
                                weight ->
                                        weight.name().equals("model.layers.1.mlp.gate_proj.weight"))
                        .findFirst()
                        .orElseThrow();
        float[] values = TinyModel.download(gate.values(), ops);
        byte[] content = ModelFolder.weights(parameters, ops);
        try (Safetensors file = Safetensors.of("file", content)) {
            float[] stored =
                    file.floats(gate.name(), List.of(config.feedForward(), config.width()));
            assertEquals(values[2 * config.feedForward() + 5], stored[5 * config.width() + 2]);
        }
    }

    @Test
    void problemsNameTheFile() throws IOException {
        assertProblem("model.safetensors: no such file", folder.resolve("none").toString());
        assertProblem("builtin:zoe: no such builtin model", "builtin:zoe");
        Parameters parameters = Parameters.zeros(TinyModel.TIED, ops);
        ModelFolder.write(folder, parameters, tokenizer, ops);
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        assertConfigProblem(
                "llama, mistral, qwen2, qwen3 can be run", text.replace("\"llama\"", "\"gpt2\""));
        assertConfigProblem("hidden_size must be", text.replace("\"hidden_size\"", "\"size\""));
        assertConfigProblem("headWidth must be even", text.replace("dim\" : 6", "dim\" : 7"));
        assertConfigProblem(
                "q_proj.weight has shape [24, 10], but config.json asks for [12, 10]",
                text.replace("attention_heads\" : 4", "attention_heads\" : 2"));
        assertConfigProblem("vocab_size 10", text.replace("size\" : 11", "size\" : 10"));
        assertConfigProblem("config.json: ", text.substring(0, 40));
        Files.writeString(config, text);
        Path vocabulary = folder.resolve("vocab.json");
        String tokens = Files.readString(vocabulary);
        Files.writeString(vocabulary, tokens.replace("\"one\" : 4", "\"one\" : 5"));
        assertProblem("ids must be 0 to 10, each once", folder.toString());
        Files.delete(vocabulary);
        assertProblem("vocab.json: no such file", folder.toString());
    }

    private void assertConfigProblem(String part, String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        assertProblem(part, folder.toString());
    }

    private void assertProblem(String part, String place) {
        String message =
                assertThrows(ModelFileException.class, () -> ModelFolder.read(place, ops))
                        .getMessage();
        assertTrue(message.contains(part), message);
    }
}
