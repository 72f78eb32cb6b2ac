package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.tensor.Elementary;
import org.colloquy.tensor.PolicyMeasure;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.AdamW;
import org.colloquy.transformer.Gradients;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Transformer;

/**
 * One step of group-relative policy optimization of one policy: groups with advantages in, updated
 * parameters and metrics out.
 *
 * <p>Where it departs from the papers (GRPO: Shao et al. 2024; ILR: Lin et al. 2025):
 *
 * <ul>
 *   <li>ILR trains every turn of a discussion on the final reward. Here each trajectory brings its
 *       own reward, and by default only first ideas are trained, with peers' right ideas joining
 *       the group as off-policy answers to the bare question ({@link Internalise}).
 *   <li>Off-policy answers have ratio 1, so they are never clipped, and no KL term.
 *   <li>ILR's calibration is not defined where a peer's rewards are all equal; ours is ({@link
 *       TensorOps#groupAdvantages}).
 *   <li>The loss is the mean over all tokens of the minibatch (DAPO), where GRPO's paper takes the
 *       mean over sequences of means; KL is off by default. Both are settings.
 *   <li>Answers of advantage 0 count in that mean, but are not computed, where they have no
 *       gradient; they are missing in the means of entropy and ratio.
 *   <li>Deviations are those of samples (divided by n - 1), as in TRL and verl.
 *   <li>A weight for truncated importance sampling multiplies the advantage, which is the same: the
 *       clipped objective scales with it.
 * </ul>
 *
 * <p>Same groups, same bits, whatever the size of micro-batches and the number of threads. Not
 * thread-safe; the parameters change in place, so others are given {@link Parameters#copy copies}.
 */
public final class GrpoStep {

    private final String agent;
    private final GrpoSettings settings;
    private final LearningRate learningRate;
    private final float inverseTemperature;
    private final TensorOps ops;
    private final Transformer policy;
    private final Optional<Transformer> reference;
    private final AdamW optimizer;
    private final Gradients gradients;
    private Tensor rows; // room for the results of one part

    /**
     * @param agent for messages
     * @param parameters to be trained, in place
     * @param reference what KL keeps the policy near to; needed if its coefficient is not 0
     * @param steps of the whole training, for the learning rate
     * @param inverseTemperature of the sampling, as {@code Sampler.inverseTemperature} has it
     */
    public GrpoStep(
            String agent,
            Parameters parameters,
            Optional<Parameters> reference,
            GrpoSettings settings,
            int steps,
            float inverseTemperature,
            TensorOps ops) {
        if (settings.loss().kl() != 0 && reference.isEmpty()) {
            throw new IllegalArgumentException(
                    "kl is %s but agent %s has no reference policy; give one or set kl to 0"
                            .formatted(settings.loss().kl(), agent));
        }
        this.agent = agent;
        this.settings = settings;
        this.inverseTemperature = inverseTemperature;
        this.ops = ops;
        UpdateSettings update = settings.update();
        learningRate =
                new LearningRate(
                        update.learningRate(), update.schedule(), update.warmUpSteps(), steps);
        policy = new Transformer(parameters, ops);
        this.reference =
                reference
                        .filter(weights -> settings.loss().kl() != 0)
                        .map(weights -> new Transformer(weights, ops));
        optimizer = new AdamW(parameters, update.optimizer(), ops);
        gradients = new Gradients(parameters.config(), ops);
        rows = ops.allocate(PolicyMeasure.COUNT);
    }

    /**
     * Learns from the groups of one step, which stand in the order of their questions.
     *
     * @param step counted from 0
     * @throws DivergedException if a loss, gradient or weight is not finite
     */
    public StepMetrics take(int step, List<ScoredGroup> groups) {
        List<PolicyBatch> batches = new ArrayList<>();
        for (List<Example> minibatch : Minibatches.of(groups, settings)) {
            batches.add(prepared(PolicyBatch.of(minibatch)));
        }
        float rate = learningRate.rate(step);
        StepTally tally = new StepTally();
        for (int pass = 0; pass < settings.update().updatesPerBatch(); pass++) {
            for (PolicyBatch batch : batches) {
                update(step, batch, rate, tally);
            }
        }
        return tally.metrics(step, rate, groups, batches);
    }

    /** What one pass over these groups computes. */
    public PassWork work(List<ScoredGroup> groups) {
        PassWork work = PassWork.NONE;
        for (List<Example> minibatch : Minibatches.of(groups, settings)) {
            work = work.plus(PolicyBatch.of(minibatch).work());
        }
        return work;
    }

    /** The policy's parameters, which every step changes. */
    public Parameters parameters() {
        return policy.parameters();
    }

    /** The optimizer, for checkpoints. */
    public AdamW optimizer() {
        return optimizer;
    }

    private void update(int step, PolicyBatch batch, float rate, StepTally tally) {
        gradients.clear();
        for (PolicyBatch.Part part : batch.parts(settings.update().microBatchTokens())) {
            PolicyTokens tokens = batch.tokens().range(part.from(), part.to());
            float[] measures = new float[tokens.size() * PolicyMeasure.COUNT];
            Tensor out = room(measures.length); // (T, COUNT)
            PolicyRule rule = settings.loss().rule(inverseTemperature);
            if (settings.loss().ratioLevel() == RatioLevel.SEQUENCE) {
                Tensor logits = policy.forward(part.rows(), part.outputRows()); // (T, V)
                float[] logProbs = logProbs(logits, tokens.targets());
                tokens = tokens.withLogRatios(batch.sequenceLogRatios(part, logProbs));
                ops.policyLoss(out, logits, tokens, rule, policy.config().vocabulary());
                policy.backward(logits, gradients);
            } else {
                policy.forwardHidden(part.rows(), part.outputRows());
                policy.policyLoss(out, tokens, rule, gradients);
            }
            ops.download(out, measures);
            checkLosses(step, measures, part);
            tally.add(measures, tokens.offPolicy());
        }
        tally.updated(descend(step, rate));
    }

    /** Updates the parameters and returns the gradient's norm. */
    private double descend(int step, float rate) {
        double norm = Math.sqrt(ops.sumOfSquares(gradients.complete().flat()));
        if (!Double.isFinite(norm)) {
            throw new DivergedException(step, agent, "backward", "a gradient of norm " + norm);
        }
        optimizer.update(gradients, rate, 1);
        double squares = ops.sumOfSquares(parameters().flat());
        if (!Double.isFinite(squares)) {
            throw new DivergedException(
                    step, agent, "adamW", "weights whose squares sum to " + squares);
        }
        return norm;
    }

    private void checkLosses(int step, float[] measures, PolicyBatch.Part part) {
        for (int t = 0; t < part.to() - part.from(); t++) {
            float loss = PolicyMeasure.LOSS.of(measures, t);
            if (!Float.isFinite(loss)) {
                throw new DivergedException(
                        step,
                        agent,
                        "policyLoss",
                        "a loss of %s at token %d of the batch (ratio %s)"
                                .formatted(
                                        loss,
                                        part.from() + t,
                                        PolicyMeasure.RATIO.of(measures, t)));
            }
        }
    }

    /** Adds what needs the policy as it is before the step's updates, and the reference. */
    private PolicyBatch prepared(PolicyBatch batch) {
        PolicyBatch result = batch;
        if (settings.loss().truncatedImportanceSampling().isPresent() || lacksBehaviour(batch)) {
            result = batch.with(againstOwn(batch.tokens(), logProbs(policy, batch)));
        }
        if (reference.isPresent()) {
            float[] logProbs = logProbs(reference.get(), batch);
            result = result.with(result.tokens().withReference(logProbs));
        }
        return result;
    }

    private static boolean lacksBehaviour(PolicyBatch batch) {
        for (int t = 0; t < batch.tokens().size(); t++) {
            if (Float.isNaN(batch.tokens().behaviour()[t]) && !batch.tokens().offPolicy()[t]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Our own log-probabilities stand for missing ones, and under truncated importance sampling
     * (Yao et al. 2025) for all; the sampler's then weigh the advantage.
     */
    private PolicyTokens againstOwn(PolicyTokens tokens, float[] own) {
        float[] behaviour = tokens.behaviour().clone();
        float[] advantages = tokens.advantages().clone();
        double cap = settings.loss().truncatedImportanceSampling().orElse(0);
        for (int t = 0; t < own.length; t++) {
            boolean known = !Float.isNaN(behaviour[t]);
            if (cap > 0 && known && !tokens.offPolicy()[t]) {
                advantages[t] *= (float) Math.min(cap, Elementary.exp(own[t] - behaviour[t]));
            }
            if (cap > 0 || !known) {
                behaviour[t] = own[t];
            }
        }
        return new PolicyTokens(
                tokens.targets(),
                behaviour,
                tokens.logRatios(),
                tokens.reference(),
                advantages,
                tokens.weights(),
                tokens.offPolicy());
    }

    /** (T) log-probabilities of the batch's tokens under a model. */
    private float[] logProbs(Transformer model, PolicyBatch batch) {
        float[] all = new float[batch.tokens().size()];
        for (PolicyBatch.Part part : batch.parts(settings.update().microBatchTokens())) {
            Tensor logits = model.forward(part.rows(), part.outputRows()); // (T, V)
            int[] targets = batch.tokens().range(part.from(), part.to()).targets();
            System.arraycopy(logProbs(logits, targets), 0, all, part.from(), targets.length);
        }
        return all;
    }

    private float[] logProbs(Tensor logits, int[] targets) {
        float[] values = new float[targets.length];
        Tensor out = room(values.length); // (T)
        ops.logProbs(out, logits, targets, policy.config().vocabulary(), inverseTemperature);
        ops.download(out, values);
        return values;
    }

    private Tensor room(int size) {
        if (rows.size() < size) {
            rows = ops.allocate(size + size / 4);
        }
        return rows.slice(0, size);
    }
}
