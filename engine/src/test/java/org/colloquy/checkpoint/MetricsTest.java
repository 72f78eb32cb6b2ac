package org.colloquy.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.grpo.StepMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    @TempDir private Path folder;

    @Test
    void aLineHasEveryMeasureAndNoTime() throws IOException {
        append(0, 0, 1);
        assertEquals(
                "{'iteration':0,'policy':'ada','loss':0.1,'rewardMean':0.5,'kl':0.0,"
                        + "'entropy':0.25,'clippedLow':0.0,'clippedHigh':0.0,'clippedDual':0.0,"
                        + "'gradientNorm':1.5,'ratioMin':1.0,'ratioMax':1.0,'learningRate':3.0E-4,"
                        + "'tokens':70,'trajectories':9,'internalised':2,'groups':4,"
                        + "'zeroSpreadGroups':1,'completionTokens':8.5,'truncatedShare':0.0,"
                        + "'updates':1,'weights':'ada0'}",
                Files.readAllLines(file()).getFirst().replace('"', '\''));
    }

    @Test
    void cutBackAnywhereAndGoneOnWithItIsTheSame() throws IOException {
        append(0, 0, 4);
        byte[] whole = Files.readAllBytes(file());
        assertEquals(8, Files.readAllLines(file()).size());
        for (int cut = 0; cut <= whole.length; cut += 61) {
            Files.write(file(), Arrays.copyOf(whole, cut));
            int lines = Files.readString(file()).split("\n", -1).length - 1;
            int learned = lines / 2;
            append(learned, learned, 4);
            assertEquals(
                    new String(whole, StandardCharsets.UTF_8),
                    Files.readString(file()),
                    "cut at " + cut);
        }
        for (int learned = 0; learned <= 4; learned++) {
            append(learned, learned, 4);
            assertEquals(new String(whole, StandardCharsets.UTF_8), Files.readString(file()));
        }
    }

    @Test
    void aForeignLineIsNotCutAwayInSilence() throws IOException {
        for (String line : List.of("my notes", "{}", "7")) {
            Files.writeString(file(), line + "\n");
            IOException refused =
                    assertThrows(IOException.class, () -> Metrics.open(folder, 3).close());
            assertTrue(String.valueOf(refused.getMessage()).contains("'" + line + "'"));
            assertEquals(line + "\n", Files.readString(file()));
        }
    }

    @Test
    void aGapIsNamedAndTheFileStaysAsItIs() throws IOException {
        append(0, 0, 4);
        List<String> lines = Files.readAllLines(file());
        for (int lacking = 0; lacking < 4; lacking++) {
            List<String> rest = new ArrayList<>(lines);
            rest.subList(2 * lacking, 2 * lacking + 2).clear();
            Files.write(file(), rest);
            IOException refused =
                    assertThrows(IOException.class, () -> Metrics.open(folder, 4).close());
            String reason = String.valueOf(refused.getMessage());
            assertTrue(reason.contains("lacks iteration " + lacking), reason);
            assertEquals(rest, Files.readAllLines(file()));
        }
    }

    private void append(int kept, int from, int to) throws IOException {
        try (Metrics metrics = Metrics.open(folder, kept)) {
            for (int iteration = from; iteration < to; iteration++) {
                for (String policy : List.of("ada", "bel")) {
                    metrics.append(policy, measured(iteration), policy + iteration);
                }
            }
        }
    }

    private static StepMetrics measured(int step) {
        return new StepMetrics(
                step,
                0.1 + step,
                0.5,
                0,
                0.25,
                0,
                0,
                0,
                1.5,
                1,
                1,
                3e-4,
                70,
                9,
                2,
                4,
                1,
                8.5,
                0,
                1);
    }

    private Path file() {
        return folder.resolve(Metrics.FILE);
    }
}
