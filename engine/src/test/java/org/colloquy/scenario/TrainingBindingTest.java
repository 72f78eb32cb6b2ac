package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.colloquy.dialogue.Stage;
import org.colloquy.grpo.AdvantageNormalisation;
import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.KlEstimator;
import org.colloquy.grpo.LearningRate;
import org.colloquy.grpo.LossAggregation;
import org.colloquy.grpo.LossSettings;
import org.colloquy.grpo.RatioLevel;
import org.colloquy.grpo.UpdateSettings;
import org.colloquy.reward.RewardSettings;
import org.colloquy.scenario.Training.CheckpointRule;
import org.colloquy.scenario.Training.Discuss;
import org.colloquy.scenario.Training.Evaluation;
import org.colloquy.scenario.Training.RewardedBy;
import org.colloquy.scenario.Training.StageRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingBindingTest {

    private static final String HEAD =
            """
            name: t
            agents:
              - name: ada
                model: {provider: transformer, weights: builtin:ada}
              - name: bel
                model: {provider: transformer, weights: builtin:bel}
            questions: {source: arithmetic}
            """;

    private static final String EVERY_KEY =
            """
            train:
              iterations: 7
              questions: 5
              group-size: 3
              discuss: by-ability
              discussions: 2
              stages: {fuse: final, share: own}
              rewards: {right: 2, wrong: 0.5, malformed: -1, step-credit: 0.25, length-penalty: 0.01, length-limit: 9}
              advantages: {calibration: false, normalisation: none, dynamic-sampling: redraw}
              internalise: {source: right-fusions, positive-only: false, only-without-right: true, limit: 4}
              loss: {clip-low: 0.1, clip-high: 0.28, dual-clip: 3, kl: 0.02, kl-estimator: k1, entropy-bonus: 0.001, aggregation: dr-grpo, divided-length: 64, ratio-level: sequence, mask-truncated: true, truncated-importance-sampling: 2}
              update: {updates-per-batch: 2, minibatches: 4, learning-rate: 1e-4, schedule: cosine, warm-up-steps: 0, beta2: 0.95, weight-decay: 0.1, gradient-clip: 0.5, micro-batch-tokens: 128}
              temperature: 0.8
              evaluation: {every: 0, questions: 12}
              checkpoints: {every: 2, keep: 1}
            """;

    @TempDir private Path folder;

    @Test
    void everyKeyIsReadAndWrittenAgain() throws IOException {
        Scenario scenario = read(HEAD + EVERY_KEY);
        GrpoSettings grpo =
                new GrpoSettings(
                        5,
                        3,
                        new AdvantageSettings(
                                false, AdvantageNormalisation.NONE, DynamicSampling.REDRAW),
                        new InternaliseSettings(
                                InternaliseSettings.Source.RIGHT_FUSIONS, false, true, 4),
                        new LossSettings(
                                0.1,
                                0.28,
                                OptionalDouble.of(3),
                                0.02,
                                KlEstimator.K1,
                                0.001,
                                LossAggregation.DR_GRPO,
                                64,
                                RatioLevel.SEQUENCE,
                                true,
                                OptionalDouble.of(2)),
                        new UpdateSettings(
                                2, 4, 1e-4, LearningRate.Schedule.COSINE, 0, 0.95, 0.1, 0.5, 128));
        Training expected =
                new Training(
                        7,
                        Discuss.BY_ABILITY,
                        2,
                        List.of(
                                new StageRule(Stage.SHARE, RewardedBy.OWN),
                                new StageRule(Stage.FUSE, RewardedBy.FINAL)),
                        new RewardSettings(2, 0.5, -1, 0.25, 0.01, 9),
                        grpo,
                        0.8,
                        new Evaluation(0, 12),
                        new CheckpointRule(2, 1));
        assertEquals(Optional.of(expected), scenario.training());
        String json = ResolvedScenario.write(scenario);
        assertEquals(scenario, ResolvedScenario.read(json, "elsewhere/run.json", List.of()));
    }

    @Test
    void anEmptySectionIsTheRecipeAndNoneIsNoTraining() throws IOException {
        Scenario scenario = read(HEAD + "train: {}\n");
        assertEquals(Optional.of(Training.DEFAULT), scenario.training());
        String json = ResolvedScenario.write(scenario);
        assertEquals(scenario, ResolvedScenario.read(json, "elsewhere/run.json", List.of()));
        assertEquals(Optional.empty(), read(HEAD).training());
        Scenario overridden =
                ScenarioReader.read(
                        Files.writeString(folder.resolve("s.yaml"), HEAD),
                        List.of(
                                "train.iterations=3",
                                "train.loss.dual-clip=off",
                                "train.advantages.dynamic-sampling=off"));
        assertEquals(3, overridden.training().orElseThrow().iterations());
    }

    @Test
    void theShippedRecipeIsTheDefault() {
        Path shipped = Path.of("../scenarios/ilr-arithmetic.yaml");
        assertEquals(Optional.of(Training.DEFAULT), ScenarioReader.read(shipped).training());
    }

    @Test
    void everyMistakeIsToldWithItsPlace() {
        String wrong =
                HEAD
                        + """
                        train:
                          group-size: 1
                          discuss: sometimes
                          stages: {}
                          rewards: {wrong: 1}
                          advantages: {calibration: 1}
                          internalise: {source: none}
                          loss: {dual-clip: 1, kl: many}
                          update: {learning-rat: 1}
                        """;
        assertProblems(
                wrong,
                ":9:15: train.group-size is 1, and an answer's advantage is over its group; ask for"
                        + " at least 2, or internalise what peers say",
                ":10:12: train.discuss is 'sometimes', which is not known; known: never, always,"
                        + " by-ability, without-right, nobody-right",
                ":11:11: train.stages names no stage, so nothing is trained; write for example"
                        + " {share: own}",
                ":12:12: train.rewards.right is 1.0, not above wrong (1.0) and malformed (0.0);"
                        + " else the agents learn to be wrong",
                ":13:29: train.advantages.calibration is 1; it must be true or false",
                ":15:21: train.loss.dual-clip is 1, out of range; it must be above 1 to 1000",
                ":15:28: train.loss.kl is 'many', not a number; it must be 0 to 1000",
                ":16:12: unknown key 'learning-rat' in train.update; did you mean"
                        + " 'learning-rate'?");
    }

    @Test
    void whatCannotGoTogetherIsRefused() {
        assertProblems(
                HEAD + "train: {stages: {fuse: final}}\n",
                ":8:17: train.stages names analyse or fuse, but discuss is never, so there are no"
                        + " such turns; set discuss, or train share only");
        assertProblems(
                HEAD + "train: {internalise: {source: right-fusions}}\n",
                ":8:22: train.internalise.source is right-fusions, but discuss is never, so there"
                        + " are none; set discuss, or take right-ideas");
        assertProblems(
                HEAD + "train: {discuss: without-right, advantages: {dynamic-sampling: redraw}}\n",
                ":8:45: train.advantages.dynamic-sampling is redraw, but with discuss:"
                        + " without-right the second visit is a discussion; choose one of the two");
        assertProblems(
                HEAD.replace(", weights: builtin:bel}", ", weights: builtin:bel}\n    policy: ada"),
                ":7:13: agents[1].policy is 'ada', which agent ada has with another model; agents"
                        + " of one policy share their weights; give this one another policy");
        assertProblems(
                HEAD.replace("builtin:bel}", "builtin:ada}\n    policy: ada\n    frozen: true"),
                ":7:13: agents[1].policy is 'ada', which agent ada has, and one of the two is"
                        + " frozen; agents of one policy share their weights; give this one another"
                        + " policy");
        assertProblems(
                HEAD.replace("builtin:bel}", "builtin:ada}\n    policy: ../x"),
                ":7:13: agents[1].policy is '../x', which cannot name a folder of weights; use"
                        + " lower case letters, digits, '-' and '_', a letter first, at most 32");
    }

    @Test
    void agentsShareAPolicyOrHaveTheirOwn() throws IOException {
        Scenario scenario =
                read(
                        """
                        name: t
                        agents:
                          - {name: ada, model: {provider: transformer, weights: builtin:ada}}
                          - {name: old, frozen: true, model: {provider: transformer, weights: builtin:ada}}
                          - {name: twin, copies: 2, policy: gem, model: {provider: transformer, weights: builtin:bel}}
                          - {name: sim, model: {provider: simulated}}
                        questions: {source: arithmetic}
                        """);
        assertEquals(
                List.of("ada [ada]", "gem [twin-1, twin-2]"),
                scenario.trainedPolicies().stream()
                        .map(
                                policy ->
                                        policy.name()
                                                + " "
                                                + policy.agents().stream()
                                                        .map(agent -> agent.value())
                                                        .toList())
                        .toList());
        String json = ResolvedScenario.write(scenario);
        assertEquals(scenario, ResolvedScenario.read(json, "elsewhere/run.json", List.of()));
    }

    private void assertProblems(String text, String... expected) {
        ScenarioProblems problems = assertThrows(ScenarioProblems.class, () -> read(text));
        String file = folder.resolve("s.yaml").toString();
        assertEquals(
                String.join("\n", expected),
                String.join(
                        "\n",
                        problems.problems().stream()
                                .map(problem -> problem.toString().replace(file, ""))
                                .toList()));
    }

    private Scenario read(String text) throws IOException {
        return ScenarioReader.read(Files.writeString(folder.resolve("s.yaml"), text));
    }
}
