package org.colloquy.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.KlEstimator;
import org.colloquy.grpo.LearningRate;
import org.colloquy.grpo.LossAggregation;
import org.colloquy.grpo.LossSettings;
import org.colloquy.grpo.RatioLevel;
import org.colloquy.grpo.StepMetrics;
import org.colloquy.grpo.UpdateSettings;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioReader;
import org.colloquy.scenario.Training;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.WordTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnerTest {

    private static final Training PLAIN = Learning.training(GrpoSettings.DEFAULT);

    /** Everything that has a state: a reference, decay, a schedule, several updates. */
    private static final Training RICH =
            Learning.training(
                    GrpoSettings.DEFAULT
                            .with(
                                    new LossSettings(
                                            0.2,
                                            0.28,
                                            OptionalDouble.of(3),
                                            0.1,
                                            KlEstimator.K3,
                                            0.01,
                                            LossAggregation.SEQUENCE_MEAN,
                                            96,
                                            RatioLevel.TOKEN,
                                            false,
                                            OptionalDouble.empty()))
                            .with(
                                    new UpdateSettings(
                                            2,
                                            2,
                                            1e-2,
                                            LearningRate.Schedule.COSINE,
                                            2,
                                            0.9,
                                            0.1,
                                            0.5,
                                            8)));

    @TempDir private Path folder;

    @Test
    void goesOnFromACheckpointToTheBit() throws IOException {
        for (Training training : List.of(PLAIN, RICH)) {
            Path run = Files.createTempDirectory(folder, "run");
            Checkpoints checkpoints = new Checkpoints(run, training.checkpoints());
            try (Learner undisturbed = learner(training);
                    Learner resumed = learner(training)) {
                learn(undisturbed, 0, 3);
                checkpoints.write(3, OptionalDouble.empty(), List.of(undisturbed.snapshot()));
                Checkpoint checkpoint = checkpoints.recover(3).latest().orElseThrow();
                resumed.learn(0, Learning.groups(7));
                resumed.restore(checkpoint);
                assertSame(undisturbed.snapshot(), resumed.snapshot());
                List<StepMetrics> expected = learn(undisturbed, 3, 8);
                assertEquals(expected, learn(resumed, 3, 8));
                assertTrue(expected.stream().allMatch(step -> step.gradientNorm() > 0));
                assertSame(undisturbed.snapshot(), resumed.snapshot());
            }
        }
    }

    @Test
    void withoutTheOptimizersStateItWouldNotBeTheSame() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, PLAIN.checkpoints());
        try (Learner undisturbed = learner(PLAIN);
                TensorOps ops = new ScalarOps()) {
            learn(undisturbed, 0, 3);
            Path written =
                    checkpoints.write(3, OptionalDouble.empty(), List.of(undisturbed.snapshot()));
            ModelFolder.Model weights = ModelFolder.read(written.resolve("ada").toString(), ops);
            try (Learner forgetful = new Learner("ada", weights, PLAIN, new ScalarOps())) {
                learn(undisturbed, 3, 5);
                learn(forgetful, 3, 5);
                assertNotEquals(
                        undisturbed.snapshot().weightsSha256(),
                        forgetful.snapshot().weightsSha256());
            }
        }
    }

    @Test
    void aSnapshotStaysAsItWas() {
        try (Learner learner = learner(PLAIN);
                TensorOps ops = new ScalarOps()) {
            PolicySnapshot snapshot = learner.snapshot();
            String digest = snapshot.weightsSha256();
            float[] weights = values(snapshot.parameters().flat(), ops);
            learn(learner, 0, 2);
            assertEquals(digest, snapshot.weightsSha256());
            assertArrayEquals(weights, values(snapshot.parameters().flat(), ops));
            assertFalse(
                    Arrays.equals(weights, values(learner.snapshot().parameters().flat(), ops)));
        }
    }

    @Test
    void aPolicysFolderIsAModelThatAScenarioMayName() throws IOException {
        try (Learner learner = learner(PLAIN);
                TensorOps ops = new ScalarOps()) {
            learn(learner, 0, 1);
            PolicySnapshot snapshot = learner.snapshot();
            Path policy =
                    new Checkpoints(folder, PLAIN.checkpoints())
                            .write(1, OptionalDouble.of(0.5), List.of(snapshot))
                            .resolve("ada");
            ModelFolder.Model read = ModelFolder.read(policy.toString(), ops);
            assertEquals(snapshot.weightsSha256(), read.weightsSha256());
            assertArrayEquals(
                    values(snapshot.parameters().flat(), ops),
                    values(read.parameters().flat(), ops));
            TransformerModel model =
                    TransformerModel.read(policy.toString(), () -> new ScalarOps());
            assertEquals(
                    Learning.TOKENIZER.vocabulary(),
                    ((WordTokenizer) model.tokenizer()).vocabulary());
            Path file =
                    Files.writeString(
                            folder.resolve("s.yaml"),
                            """
                            name: again
                            agents: [{name: ada, model: {provider: transformer, weights: checkpoints/000001/ada}}]
                            questions: {source: arithmetic}
                            interaction: {protocol: solo}
                            """);
            assertEquals(
                    new Scenario.TransformerChoice(policy.toString()),
                    ScenarioReader.read(file).agents().getFirst().model());
        }
    }

    @Test
    void aCheckpointOfAnotherModelIsRefused() throws IOException {
        Tokenizer other = WordTokenizer.ofTexts(List.of("one two three five"));
        Checkpoints checkpoints = new Checkpoints(folder, PLAIN.checkpoints());
        try (Learner learner = learner(PLAIN);
                TensorOps ops = new ScalarOps()) {
            checkpoints.write(1, OptionalDouble.empty(), List.of(learner.snapshot()));
            Checkpoint checkpoint = checkpoints.recover(1).latest().orElseThrow();
            ModelFolder.Model start = Learning.start(1, ops);
            try (Learner foreign =
                    new Learner(
                            "ada",
                            new ModelFolder.Model(start.parameters(), other, ""),
                            PLAIN,
                            new ScalarOps())) {
                ModelFileException refused =
                        assertThrows(ModelFileException.class, () -> foreign.restore(checkpoint));
                assertTrue(
                        String.valueOf(refused.getMessage())
                                .contains("the scenario's weights have changed"));
            }
            try (Learner bel = new Learner("bel", start, PLAIN, new ScalarOps())) {
                assertThrows(IllegalArgumentException.class, () -> bel.restore(checkpoint));
            }
        }
    }

    private static Learner learner(Training training) {
        TensorOps ops = new ScalarOps();
        return new Learner("ada", Learning.start(1, ops), training, ops);
    }

    private static List<StepMetrics> learn(Learner learner, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(iteration -> learner.learn(iteration, Learning.groups(iteration)))
                .toList();
    }

    private static void assertSame(PolicySnapshot expected, PolicySnapshot actual) {
        assertEquals(expected.optimizerUpdates(), actual.optimizerUpdates());
        assertEquals(expected.files().keySet(), actual.files().keySet());
        expected.files()
                .forEach((name, bytes) -> assertArrayEquals(bytes, actual.files().get(name), name));
    }

    private static float[] values(Tensor tensor, TensorOps ops) {
        float[] values = new float[tensor.size()];
        ops.download(tensor, values);
        return values;
    }
}
