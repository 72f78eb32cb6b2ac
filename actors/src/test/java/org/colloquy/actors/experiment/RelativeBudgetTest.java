package org.colloquy.actors.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelativeBudgetTest {

    private static final String EXPERIMENT =
            """
            name: tiny
            train: %s
            pairs:
              - {name: builtin, weights: {ada: "builtin:ada", bel: "builtin:bel"}}
            seeds: [1, 2]
            baseline: grpo
            arms:
              - {name: grpo, set: [train.internalise.source=none]}
              - {name: ilr}
              - {name: by-time, like: grpo, budget: {seconds-of: ilr}}
              - {name: by-tokens, like: grpo, budget: {tokens-of: ilr}}
            """
                    .formatted(Path.of("../scenarios/ilr-arithmetic.yaml").toAbsolutePath());

    @TempDir Path folder;

    private ExperimentPlan plan() throws IOException {
        Path file = Files.writeString(folder.resolve("tiny.yaml"), EXPERIMENT);
        return new ExperimentPlan(ExperimentReader.read(file, List.of()));
    }

    private static Cell cell(ExperimentPlan plan, String arm, long seed) {
        return plan.cells().stream()
                .filter(cell -> cell.arm().name().equals(arm) && cell.seed() == seed)
                .findFirst()
                .orElseThrow();
    }

    private static CellResult spent(int iterations, long tokens, double cpuSeconds) {
        Spent spent = new Spent(iterations, tokens, tokens, 999, cpuSeconds);
        return new CellResult("", iterations, List.of(), spent, List.of());
    }

    @Test
    void tokensAreThoseOfTheSameSeedAndSecondsTheMeanOverSeeds() throws IOException {
        ExperimentPlan plan = plan();
        Map<Cell, CellResult> results = new HashMap<>();
        results.put(cell(plan, "grpo", 1), spent(50, 1000, 20));
        results.put(cell(plan, "grpo", 2), spent(50, 2000, 30));
        results.put(cell(plan, "ilr", 1), spent(50, 3000, 90));
        results.put(cell(plan, "ilr", 2), spent(50, 4000, 60));
        RelativeBudget budget = new RelativeBudget(plan, results);
        assertEquals(Optional.of(150), budget.iterations(cell(plan, "by-tokens", 1)));
        assertEquals(Optional.of(100), budget.iterations(cell(plan, "by-tokens", 2)));
        for (long seed = 1; seed <= 2; seed++) {
            Optional<Integer> iterations = budget.iterations(cell(plan, "by-time", seed));
            assertEquals(Optional.of(150), iterations, "75 s a run, at half a second a step");
        }
        assertEquals(Optional.empty(), budget.iterations(cell(plan, "ilr", 1)));
    }

    @Test
    void whatIsPacedByAllSeedsComesLast() throws IOException {
        ExperimentPlan plan = plan();
        List<String> last = plan.cells().stream().skip(6).map(cell -> cell.arm().name()).toList();
        assertEquals(List.of("by-time", "by-time"), last);
        assertEquals(4, plan.needed(cell(plan, "by-time", 1)).size());
        assertTrue(plan.cellsOf(List.of("by-time")).containsAll(plan.cells().subList(0, 2)));
        assertEquals(6, plan.cellsOf(List.of("by-time")).size());
    }

    @Test
    void aCastMayMoveButNotChange() throws IOException {
        String before = settingsWithWeights("here", "one");
        assertEquals(before, settingsWithWeights("there", "one"));
        assertTrue(!before.equals(settingsWithWeights("there", "two")));
    }

    private String settingsWithWeights(String place, String content) throws IOException {
        Path weights = Files.createDirectories(folder.resolve(place));
        Files.writeString(weights.resolve("config.json"), "{}");
        Files.writeString(weights.resolve("model.safetensors"), content);
        Path file =
                Files.writeString(
                        folder.resolve("tiny.yaml"),
                        EXPERIMENT.replace("builtin:ada", weights.toString()));
        ExperimentPlan plan = new ExperimentPlan(ExperimentReader.read(file, List.of()));
        return plan.settings(cell(plan, "ilr", 1));
    }
}
