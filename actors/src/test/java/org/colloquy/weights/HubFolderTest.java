package org.colloquy.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.PackedSequences;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Transformer;
import org.colloquy.transformer.TransformerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of every shape and file type speak, bit for bit as training sees them. */
class HubFolderTest {

    @TempDir Path folder;

    @Test
    void whatIsSampledIsWhatTrainingSees() throws IOException {
        for (TransformerConfig config : HubFolders.SHAPES) {
            Path place = folder.resolve(config.variant().toString().replaceAll("\\W", ""));
            try (TensorOps ops = new VectorOps(1)) {
                HubFolders.write(place, config, ops);
                HubFolders.setTemplate(place, HubFolders.CHAT);
                TransformerModel model =
                        TransformerModel.read(place.toString(), () -> new VectorOps(1));
                for (Completion completion : completions(model)) {
                    int[] prompt = model.tokenizer().encodePrompt("What is the sum?");
                    assertEquals(prompt.length, completion.promptTokens());
                    assertArrayEquals(
                            scored(model.parameters(), prompt, completion.tokenIds(), ops),
                            completion.logProbs(),
                            config.variant().toString());
                }
            }
        }
    }

    private static List<Completion> completions(TransformerModel model) {
        try (CompletionBatch batch = model.open(2)) {
            Sampling sampling = new Sampling(1, 0, 1, 0, 24, List.of());
            for (int i = 0; i < 2; i++) {
                batch.add(i, new CompletionRequest(i, "What is the sum?", sampling, Occasion.NONE));
            }
            List<Completion> done = new ArrayList<>();
            while (batch.running() > 0) {
                for (Ended ended : batch.step()) {
                    done.add((Completion) ended.outcome());
                }
            }
            assertEquals(2, done.size());
            return done;
        }
    }

    private static float[] scored(
            Parameters parameters, int[] prompt, int[] sampled, TensorOps ops) {
        int[] all = Arrays.copyOf(prompt, prompt.length + sampled.length);
        System.arraycopy(sampled, 0, all, prompt.length, sampled.length);
        int[] rows = new int[sampled.length];
        Arrays.setAll(rows, i -> prompt.length - 1 + i);
        Tensor logits = new Transformer(parameters, ops).forward(PackedSequences.of(all), rows);
        Tensor out = ops.allocate(rows.length);
        ops.logProbs(out, logits, sampled, parameters.config().vocabulary(), 1);
        float[] values = new float[rows.length];
        ops.download(out, values);
        return values;
    }

    @Test
    void shardsAndHalvesAreRead() throws IOException {
        TransformerConfig config = HubFolders.SHAPES.get(3);
        try (TensorOps ops = new VectorOps(1)) {
            Parameters written = HubFolders.write(folder, config, ops);
            ModelFolder.Model whole = ModelFolder.read(folder.toString(), ops);
            assertArrayEquals(values(written, ops), values(whole.parameters(), ops));
            for (String dtype : List.of("F16", "BF16")) {
                Path place = folder.resolve(dtype);
                HubFolders.write(place, config, ops);
                HubFolders.rewrite(place, written, ops, dtype, dtype.equals("F16") ? 3 : 1);
                ModelFolder.Model read = ModelFolder.read(place.toString(), ops);
                float[] expected = values(written, ops);
                for (int i = 0; i < expected.length; i++) {
                    expected[i] =
                            dtype.equals("F16")
                                    ? Float.float16ToFloat(Float.floatToFloat16(expected[i]))
                                    : Float.intBitsToFloat(
                                            Float.floatToRawIntBits(expected[i]) & 0xFFFF0000);
                }
                assertArrayEquals(expected, values(read.parameters(), ops), dtype);
                assertNotEquals(whole.weightsSha256(), read.weightsSha256());
            }
            Path shard = folder.resolve("F16/model-00002-of-00003.safetensors");
            Files.delete(shard);
            assertProblem("model-00002-of-00003.safetensors: no such file", shard.getParent(), ops);
        }
    }

    @Test
    void savedFoldersKeepTheTokenizerAndComeBack() throws IOException {
        try (TensorOps ops = new VectorOps(1)) {
            for (TransformerConfig config : HubFolders.SHAPES) {
                Path first = folder.resolve(config.variant().toString().replaceAll("\\W", ""));
                HubFolders.write(first, config, ops);
                HubFolders.setTemplate(first, HubFolders.CHAT);
                ModelFolder.Model read = ModelFolder.read(first.toString(), ops);
                assertEquals(config, read.parameters().config());
                Path second = first.resolve("again");
                ModelFolder.write(second, read.parameters(), read.tokenizer(), ops);
                for (String name :
                        List.of(
                                "tokenizer.json",
                                "tokenizer_config.json",
                                "config.json",
                                "model.safetensors")) {
                    assertEquals(
                            -1, Files.mismatch(first.resolve(name), second.resolve(name)), name);
                }
            }
        }
    }

    @Test
    void whatCannotBeRunIsRefusedByFileAndField() throws IOException {
        try (TensorOps ops = new VectorOps(1)) {
            HubFolders.write(folder, HubFolders.SHAPES.get(3), ops);
            Path config = folder.resolve("config.json");
            String text = Files.readString(config);
            for (List<String> one :
                    List.of(
                            List.of("\"qwen2\"", "\"mamba\"", "model_type is \"mamba\"; llama"),
                            List.of("\"silu\"", "\"gelu\"", "hidden_act is \"gelu\"; only silu"),
                            List.of("_window\" : false", "_window\" : true", "use_sliding_window"),
                            List.of("{\n", "{\"quantization_config\":{},", "quantization_config"),
                            List.of("{\n", "{\"attention_bias\":true,", "attention_bias is true"),
                            List.of(
                                    "{\n",
                                    "{\"layer_types\":[\"sliding_attention\"],",
                                    "layer_types"),
                            List.of(
                                    "{\n",
                                    "{\"rope_scaling\":{\"type\":\"yarn\",\"factor\":4},",
                                    "rope_type is yarn; default, linear and llama3"),
                            List.of(
                                    "{\n",
                                    "{\"rope_parameters\":{\"rope_type\":\"linear\"},",
                                    "rope_scaling's factor must be a number, not missing"),
                            List.of("264", "265", "has shape [264, 32], but"),
                            List.of("264", "200", "the tokenizer has 262 tokens"),
                            List.of("264", "16777216, \"x\": 264", "config.json asks for 53688"))) {
                Files.writeString(config, text.replace(one.get(0), one.get(1)));
                assertProblem(one.get(2), folder, ops);
            }
            String large = text.replace("hidden_size\" : 32", "hidden_size\" : 16000000");
            Files.writeString(config, large);
            assertProblem("is too large: at most", folder, ops);
            Files.writeString(config, text.replace("\"qwen2\"", "\"llama\""));
            assertProblem("no part of the model uses: [model.layers.0.self_attn", folder, ops);
        }
    }

    private static void assertProblem(String part, Path folder, TensorOps ops) {
        String message =
                assertThrows(
                                ModelFileException.class,
                                () -> ModelFolder.read(folder.toString(), ops))
                        .getMessage();
        assertTrue(message.contains(part) && message.contains(folder.toString()), message);
    }

    private static float[] values(Parameters parameters, TensorOps ops) {
        float[] values = new float[parameters.flat().size()];
        ops.download(parameters.flat(), values);
        return values;
    }
}
