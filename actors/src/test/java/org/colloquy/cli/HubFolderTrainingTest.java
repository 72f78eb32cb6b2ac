package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.weights.HubFolders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Hugging Face folder learns from a builtin peer, and its checkpoint is such a folder again. */
final class HubFolderTrainingTest {

    private static final String SCENARIO =
            """
            name: open
            seed: 3
            agents:
              - name: sam
                model: {provider: transformer, weights: sam}
              - name: ada
                model: {provider: transformer, weights: "builtin:ada"}
                frozen: true
            questions: {source: arithmetic, families: [subtract], levels: [1]}
            interaction: {protocol: idea3, validation: 2, sampling: {max-tokens: 24}}
            train:
              iterations: 1
              questions: 2
              group-size: 2
            """;

    @TempDir private Path folder;

    @Test
    void learnsAndIsSavedForOtherTools() throws IOException {
        Path sam = folder.resolve("sam");
        try (TensorOps ops = new VectorOps(1)) {
            HubFolders.write(sam, HubFolders.SHAPES.get(3), ops);
            HubFolders.setTemplate(sam, HubFolders.CHAT);
            Path scenario = Files.writeString(folder.resolve("open.yaml"), SCENARIO);
            Path run = folder.resolve("run");
            CommandRun trained =
                    CommandRun.of("train", scenario.toString(), "--run-dir", run.toString());
            assertEquals(ExitStatus.WELL, trained.status(), trained.err());
            CommandRun replayed = CommandRun.of("replay", run.toString(), "--verify");
            assertEquals(ExitStatus.WELL, replayed.status(), replayed.err());
            Path saved = run.resolve("checkpoints/000001/sam");
            for (String name :
                    new String[] {"tokenizer.json", "tokenizer_config.json", "config.json"}) {
                assertEquals(-1, Files.mismatch(sam.resolve(name), saved.resolve(name)), name);
            }
            float[] before = values(sam, ops);
            float[] after = values(saved, ops);
            assertEquals(before.length, after.length);
            assertFalse(Arrays.equals(before, after), "nothing was learned");
            Path file = folder.resolve("sam.gguf");
            CommandRun exported =
                    CommandRun.of(
                            "export", run.toString(), "--agent", "sam", "--gguf", file.toString());
            assertEquals(ExitStatus.WELL, exported.status(), exported.err());
            assertTrue(Files.size(file) > 4L * after.length);
        }
    }

    private static float[] values(Path place, TensorOps ops) throws IOException {
        var flat = ModelFolder.read(place.toString(), ops).parameters().flat();
        float[] values = new float[flat.size()];
        ops.download(flat, values);
        return values;
    }
}
