package org.colloquy.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.colloquy.grpo.GrpoStep;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.grpo.StepMetrics;
import org.colloquy.scenario.Training;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.AdamW;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Sampler;
import org.colloquy.transformer.Tokenizer;

/**
 * One policy that learns: its weights, its optimizer and, where KL needs it, the reference that it
 * is kept near to, which is what it started from. All of it is a function of the start and of the
 * groups learned from. Not thread-safe.
 */
public final class Learner implements AutoCloseable {

    private final String policy;
    private final Tokenizer tokenizer;
    private final GrpoStep step;
    private final TensorOps ops;

    /**
     * @param start what the policy starts from, in any case; copied
     * @param ops of the start's kind; closed with the learner
     */
    public Learner(String policy, ModelFolder.Model start, Training training, TensorOps ops) {
        this.policy = policy;
        this.ops = ops;
        tokenizer = start.tokenizer();
        boolean hasReference = training.grpo().loss().kl() != 0;
        step =
                new GrpoStep(
                        policy,
                        start.parameters().copy(ops),
                        hasReference ? Optional.of(start.parameters().copy(ops)) : Optional.empty(),
                        training.grpo(),
                        training.iterations(),
                        new Sampler(training.temperature(), 0, 1, 0).inverseTemperature(),
                        ops);
    }

    public String policy() {
        return policy;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /**
     * Learns from one iteration's groups of this policy.
     *
     * @throws org.colloquy.grpo.DivergedException if a loss, gradient or weight is not finite; the
     *     weights are of no use then
     */
    public StepMetrics learn(int iteration, List<ScoredGroup> groups) {
        return step.take(iteration, groups);
    }

    /** The policy as it is now. */
    public PolicySnapshot snapshot() {
        AdamW optimizer = step.optimizer();
        try {
            SortedMap<String, byte[]> files = ModelFolder.files(step.parameters(), tokenizer, ops);
            files.put(OptimizerFile.NAME, OptimizerFile.bytes(optimizer, ops));
            return new PolicySnapshot(
                    policy, step.parameters().copy(ops), tokenizer, optimizer.updates(), files);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Goes back, or on, to how the policy was at a checkpoint.
     *
     * @throws ModelFileException if the checkpoint does not fit the policy
     */
    public void restore(Checkpoint checkpoint) throws IOException {
        Path folder = checkpoint.folder(policy);
        Parameters weights = step.parameters();
        ModelFolder.Model model = ModelFolder.read(folder.toString(), ops);
        boolean same = model.parameters().config().equals(weights.config());
        if (!same || !sameFiles(model.tokenizer(), tokenizer)) {
            throw new ModelFileException(
                    folder.toString(),
                    "a model of other sizes or words than policy %s starts from; the scenario's weights have changed"
                            .formatted(policy));
        }
        ops.copy(weights.flat(), model.parameters().flat());
        OptimizerFile.restore(
                folder.resolve(OptimizerFile.NAME),
                checkpoint.policy(policy).optimizerUpdates(),
                step.optimizer(),
                ops);
    }

    private static boolean sameFiles(Tokenizer one, Tokenizer other) {
        return one.files().keySet().equals(other.files().keySet())
                && one.files().entrySet().stream()
                        .allMatch(
                                file ->
                                        Arrays.equals(
                                                file.getValue(), other.files().get(file.getKey())));
    }

    @Override
    public void close() {
        ops.close();
    }
}
