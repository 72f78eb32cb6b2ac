package org.colloquy.actors.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloquy.actors.experiment.Experiment.OwnIterations;
import org.colloquy.actors.experiment.Experiment.TokensOf;
import org.colloquy.actors.experiment.Experiment.Untrained;
import org.colloquy.scenario.ScenarioProblems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentReaderTest {

    static final Path SHIPPED = Path.of("../scenarios/experiments/ilr.yaml");

    private static final String GOOD =
            """
            name: tiny
            train: %s
            pairs:
              - {name: builtin, weights: {ada: "builtin:ada", bel: "builtin:bel"}}
            seeds: [1, 2, 3]
            baseline: grpo
            arms:
              - {name: base, budget: none}
              - {name: grpo, set: [train.internalise.source=none], seeds: 2}
              - {name: ilr}
              - {name: more, like: grpo, set: [train.questions=2], budget: {tokens-of: ilr}}
            """
                    .formatted(Path.of("../scenarios/ilr-arithmetic.yaml").toAbsolutePath());

    @TempDir Path folder;

    private Experiment read(String text) throws IOException {
        return ExperimentReader.read(
                Files.writeString(folder.resolve("tiny.yaml"), text), List.of());
    }

    @Test
    void armsTakeTheSettingsAndTheBudgetsOfOthers() throws IOException {
        Experiment experiment = read(GOOD);
        assertEquals(new Untrained(), experiment.arm("base").budget());
        assertEquals(new OwnIterations(), experiment.arm("ilr").budget());
        assertEquals(new TokensOf("ilr"), experiment.arm("more").budget());
        assertEquals(
                List.of("train.internalise.source=none", "train.questions=2"),
                experiment.arm("more").set());
        assertEquals(List.of(1L, 2L), experiment.arm("more").seeds(), "as those that it needs");
        assertEquals(List.of("grpo", "ilr", "more"), experiment.curves());
        assertEquals(
                List.of(1L),
                read(GOOD.replace("[1, 2, 3]", "[1]")).arm("grpo").seeds(),
                "of two seeds there is one");
    }

    @Test
    void anArmMayLeaveOutCasts() throws IOException {
        String second =
                """
                  - {name: second, weights: {ada: "builtin:bel", bel: "builtin:ada"}}
                seeds:""";
        ExperimentPlan plan =
                new ExperimentPlan(
                        read(
                                GOOD.replace("seeds: [1", second + " [1")
                                        .replace("[1, 2, 3]", "[1]")
                                        .replace("{name: ilr}", "{name: ilr, casts: 1}")));
        assertEquals(
                List.of("base", "grpo", "ilr", "more", "base", "grpo"),
                plan.cells().stream().map(cell -> cell.arm().name()).toList(),
                "'more' needs 'ilr'");
    }

    @Test
    void aRunComesBehindThoseThatItNeeds() throws IOException {
        ExperimentPlan plan = new ExperimentPlan(read(GOOD));
        assertEquals(1 + 2 + 3 + 2, plan.cells().size());
        for (Cell cell : plan.cells()) {
            for (Cell needed : plan.needed(cell)) {
                assertTrue(plan.cells().indexOf(needed) < plan.cells().indexOf(cell));
                assertTrue(plan.cells().contains(needed));
            }
        }
        assertEquals(6, plan.cellsOf(List.of("more")).size(), "with what it needs");
        assertEquals(3, plan.cellsOf(List.of("ilr")).size());
    }

    @Test
    void settingsDifferWithWhatTheResultDependsOn() throws IOException {
        ExperimentPlan plan = new ExperimentPlan(read(GOOD));
        List<String> digests = plan.cells().stream().map(plan::settings).distinct().toList();
        assertEquals(plan.cells().size(), digests.size());
        ExperimentPlan other =
                new ExperimentPlan(
                        read(
                                GOOD.replace(
                                        "{name: ilr}", "{name: ilr, set: [train.iterations=7]}")));
        Cell more =
                plan.cells().stream()
                        .filter(c -> c.arm().name().equals("more"))
                        .findFirst()
                        .orElseThrow();
        Cell otherMore =
                other.cells().stream()
                        .filter(c -> c.arm().name().equals("more"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(!plan.settings(more).equals(other.settings(otherMore)), "by what it needs");
    }

    @Test
    void mistakesSayWhereTheyAre() {
        assertProblem("nam: x\n" + GOOD, "1:1: unknown key 'nam'; did you mean 'name'?");
        assertProblem(GOOD.replace("tokens-of: ilr", "tokens-of: ilx"), "arms[3].budget.tokens-of");
        assertProblem(GOOD.replace("like: grpo, ", ""), "arms[3].budget is relative");
        assertProblem(GOOD.replace("name: more", "name: ilr"), "which another arm has");
        assertProblem(GOOD.replace("[1, 2, 3]", "[1, 1]"), "seeds has one twice");
        assertProblem(GOOD.replace("baseline: grpo", "baseline: gpro"), "baseline is 'gpro'");
        assertProblem(GOOD.replace("{ada: \"builtin:ada\", bel: \"builtin:bel\"}", "7"), "weights");
    }

    @Test
    void aChangeThatDoesNotFitIsToldWhereTheExperimentMakesIt() {
        assertProblem(
                GOOD.replace("train.internalise.source=none", "train.internalise.sorce=none"),
                "tiny.yaml:9:24: train.internalise.sorce=none: unknown key 'sorce'");
        assertProblem(
                GOOD.replace("ilr-arithmetic.yaml", "ilr-arithmetics.yaml"),
                "tiny.yaml:2:8: train is ");
        assertProblem(
                GOOD.replace("ilr-arithmetic.yaml", "quickstart.yaml"), "has no section 'train'");
        assertProblem(
                GOOD.replace("{ada: ", "{adda: "), "tiny.yaml:4:3: agents.adda.model.weights");
        assertProblem(GOOD + "test: {questions: 900000}\n", "tiny.yaml:12:7: test: ");
    }

    private void assertProblem(String text, String part) {
        ScenarioProblems problems = assertThrows(ScenarioProblems.class, () -> read(text));
        assertTrue(
                problems.problems().stream().anyMatch(p -> p.toString().contains(part)),
                problems.getMessage());
    }

    @Test
    void theShippedExperimentsAreSound() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED.resolveSibling("."))) {
            List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
            assertTrue(all.size() >= 3, all.toString());
            for (Path file : all) {
                ExperimentPlan plan = new ExperimentPlan(ExperimentReader.read(file, List.of()));
                Cell first = plan.cells().getFirst();
                for (Cell cell : plan.cells()) {
                    if (cell.seed() == first.seed()) {
                        assertTrue(plan.training(cell).iterations() > 0);
                    }
                }
                assertEquals(
                        first.pair().weights().keySet(),
                        plan.scenario(first).agents().stream()
                                .map(agent -> agent.name().value())
                                .collect(Collectors.toCollection(LinkedHashSet::new)));
                assertEquals(1000, plan.test(plan.scenario(first)).size());
            }
        }
    }
}
