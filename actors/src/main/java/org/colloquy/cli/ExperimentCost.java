package org.colloquy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloquy.actors.experiment.Cell;
import org.colloquy.actors.experiment.Experiment;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.OwnIterations;
import org.colloquy.actors.experiment.Experiment.SecondsOf;
import org.colloquy.actors.experiment.Experiment.TokensOf;
import org.colloquy.actors.experiment.Experiment.Untrained;
import org.colloquy.actors.experiment.ExperimentPlan;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Training;

/** What an experiment's runs will be, and roughly what they cost, before any is made. */
record ExperimentCost(ExperimentPlan plan, List<Cell> cells) {

    /** Measured on the builtin agents: a shared idea, and all of an Idea3 dialogue's turns. */
    private static final double IDEA_TOKENS = 33;

    private static final double DIALOGUE_TOKENS = 110;

    /** Tokens that one thread samples and trains on in a second; of a slow machine. */
    private static final double TOKENS_PER_SECOND = 2000;

    /**
     * Reads every scenario and draws the test, so that mistakes are found before the first run.
     *
     * @throws org.colloquy.scenario.ScenarioProblems with what is wrong with a scenario
     * @throws CommandFailure if there is nothing to train, or too few questions
     */
    void requireUsable() {
        try {
            for (Arm arm : plan.experiment().arms()) {
                Cell cell = first(arm);
                plan.training(cell);
            }
            plan.test(plan.scenario(cells.getFirst()));
        } catch (IllegalArgumentException unusable) {
            throw CommandFailure.badUsage(String.valueOf(unusable.getMessage()), "");
        }
    }

    private Cell first(Arm arm) {
        return plan.cells().stream()
                .filter(cell -> cell.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    /** The runs by arm, with their iterations, dialogues and rough cost. */
    String table(Path folder, Screen screen) {
        Experiment experiment = plan.experiment();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "runs", "iterations", "questions", "group", "Mtokens a run"));
        double tokens = 0;
        for (Arm arm : experiment.arms()) {
            long runs = cells.stream().filter(cell -> cell.arm().equals(arm)).count();
            if (runs > 0) {
                tokens += runs * tokens(arm);
                rows.add(row(arm, runs));
            }
        }
        double hours = tokens / TOKENS_PER_SECOND / 3600 / experiment.jobs();
        return Columns.of(rows, screen)
                + String.format(
                        Locale.ROOT,
                        "%n%n%s, %d at a time, into %s%nroughly %.0f million sampled tokens, %.1f"
                                + " hours at %.0f tokens/s and thread",
                        Counted.of(cells.size(), "run"),
                        experiment.jobs(),
                        folder,
                        tokens / 1e6,
                        hours,
                        TOKENS_PER_SECOND);
    }

    private List<String> row(Arm arm, long runs) {
        Training training = plan.training(first(arm));
        String iterations =
                switch (arm.budget()) {
                    case Untrained none -> "none";
                    case OwnIterations own -> Integer.toString(training.iterations());
                    case TokensOf tokens -> "tokens of " + tokens.arm();
                    case SecondsOf seconds -> "seconds of " + seconds.arm();
                };
        return List.of(
                arm.title(),
                Long.toString(runs),
                iterations,
                arm.isTrained() ? Integer.toString(training.grpo().questions()) : "",
                arm.isTrained() ? Integer.toString(training.grpo().groupSize()) : "",
                String.format(Locale.ROOT, "%.1f", tokens(arm) / 1e6));
    }

    private double tokens(Arm arm) {
        return switch (arm.budget()) {
            case Untrained none -> 0;
            case TokensOf other -> tokens(plan.experiment().arm(other.arm()));
            case SecondsOf other -> tokens(plan.experiment().arm(other.arm()));
            case OwnIterations own -> ownTokens(arm);
        };
    }

    private double ownTokens(Arm arm) {
        Scenario scenario = plan.scenario(first(arm));
        Training training = plan.training(first(arm));
        double dialogues = (double) training.grpo().questions() * training.grpo().groupSize();
        double each =
                switch (training.discuss()) {
                    case NEVER -> IDEA_TOKENS;
                    case ALWAYS -> DIALOGUE_TOKENS;
                    case BY_ABILITY -> (IDEA_TOKENS + DIALOGUE_TOKENS) / 2;
                    case WITHOUT_RIGHT, NOBODY_RIGHT ->
                            IDEA_TOKENS
                                    + DIALOGUE_TOKENS
                                            * training.discussions()
                                            / training.grpo().groupSize()
                                            / 3;
                };
        return training.iterations() * dialogues * each * scenario.agents().size();
    }
}
