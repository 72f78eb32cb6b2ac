package org.colloquy.pretrain;

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
import org.colloquy.scenario.ScenarioProblems;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.TrainingBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PretrainingTest {

    private static final String TINY =
            """
            name: tiny
            seed: %d
            pretrain:
              model: {layers: 1, width: 8, heads: 2, head-width: 4, feed-forward: 8}
              transcripts: {families: [add], levels: [1], solo: 0.9, comparison: 0, debate: 0}
              batch: 4
              steps: 12
              warm-up-steps: 2
              learning-rate: 1e-2
            """;

    @TempDir private Path folder;

    @Test
    void sameRecipeSameBytesOtherSeedOthers() throws IOException {
        assertArrayEquals(weights(1), weights(1));
        assertNotEquals(Arrays.hashCode(weights(1)), Arrays.hashCode(weights(2)));
    }

    @Test
    void lossFalls() throws IOException {
        List<Double> losses = new ArrayList<>();
        new Pretraining(recipe(3), new ScalarOps()).run(step -> losses.add(step.loss()));
        assertEquals(12, losses.size());
        assertTrue(losses.getLast() < losses.getFirst() - 0.5, losses.toString());
    }

    @Test
    void learntLinesEndInTheEndOfTheTurn() throws IOException {
        Tokenizer tokenizer = Pretraining.tokenizer();
        int newline = tokenizer.encode("\n")[0];
        TrainingBatch batch = new Pretraining(recipe(4), new ScalarOps()).batch(0);
        int ends = 0;
        for (int row = 0; row < batch.targets().length; row++) {
            if (batch.weights()[row] > 0) {
                assertNotEquals(newline, batch.targets()[row], "row " + row);
                ends += batch.targets()[row] == tokenizer.end() ? 1 : 0;
            }
        }
        assertTrue(ends >= 4, ends + " ends of turns in 4 transcripts");
        for (int start : batch.sequences().starts()) {
            assertEquals(tokenizer.begin().getAsInt(), batch.sequences().tokens()[start]);
        }
    }

    @Test
    void mistakesAreToldAllAtOnce() throws IOException {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(
                file,
                """
                name: bad
                pretrain:
                  model: {heads: 4, key-value-heads: 3, head-width: 7}
                  stepps: 12
                  warm-up-steps: 99999
                """);
        ScenarioProblems problems =
                assertThrows(ScenarioProblems.class, () -> PretrainingReader.read(file, List.of()));
        assertEquals(4, problems.problems().size(), problems.getMessage());
        assertTrue(problems.getMessage().contains("stepps"), problems.getMessage());
    }

    @Test
    void shippedRecipesAreReadable() {
        for (String name : List.of("ada", "bel")) {
            Path file = Path.of("../scenarios/pretrain", name + ".yaml");
            assertEquals(name, PretrainingReader.read(file, List.of()).name());
        }
    }

    private byte[] weights(long seed) throws IOException {
        ScalarOps ops = new ScalarOps();
        Pretraining.Pretrained done = new Pretraining(recipe(seed), ops).run(step -> {});
        return ModelFolder.weights(done.parameters(), ops);
    }

    private PretrainingRecipe recipe(long seed) throws IOException {
        Path file = folder.resolve("tiny.yaml");
        Files.writeString(file, TINY.formatted(seed));
        return PretrainingReader.read(file, List.of());
    }
}
