package org.colloquy.transformer;

import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.TensorOps.AdamWStep;

/**
 * AdamW over all parameters of one transformer, after a clip of the gradient's global norm.
 *
 * <p>The norm's sum has one fixed order over the flat gradient, so the clip is deterministic.
 */
public final class AdamW {

    private final Parameters parameters;
    private final AdamWSettings settings;
    private final TensorOps ops;
    private final Parameters first;
    private final Parameters second;
    private int updates;

    public AdamW(Parameters parameters, AdamWSettings settings, TensorOps ops) {
        this.parameters = parameters;
        this.settings = settings;
        this.ops = ops;
        first = Parameters.zeros(parameters.config(), ops);
        second = Parameters.zeros(parameters.config(), ops);
    }

    /**
     * One update.
     *
     * @param scale factor that makes the summed gradients those of the loss, before the clip
     * @return norm of the scaled gradient before the clip
     * @throws ArithmeticException if the gradient is not finite; parameters stay as they were
     */
    public double update(Gradients gradients, float learningRate, double scale) {
        Parameters d = gradients.complete();
        double norm = scale * Math.sqrt(ops.sumOfSquares(d.flat()));
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException(
                    "the gradient of update %d has norm %s; lower the learning rate"
                            .formatted(updates + 1, norm));
        }
        double clip = norm > settings.clipNorm() ? settings.clipNorm() / norm : 1;
        float factor = (float) (scale * clip);
        updates++;
        AdamWStep decaying = step(learningRate, settings.weightDecay(), factor);
        AdamWStep keeping = step(learningRate, 0, factor);
        ops.together(
                () -> {
                    apply(
                            parameters.decayed(),
                            d.decayed(),
                            first.decayed(),
                            second.decayed(),
                            decaying);
                    apply(
                            parameters.undecayed(),
                            d.undecayed(),
                            first.undecayed(),
                            second.undecayed(),
                            keeping);
                });
        return norm;
    }

    /** Number of updates done. */
    public int updates() {
        return updates;
    }

    /** Running means of the gradient. */
    public Parameters firstMoments() {
        return first;
    }

    /** Running means of its square. */
    public Parameters secondMoments() {
        return second;
    }

    /** Continues from a checkpoint, whose moments the caller has put into place. */
    public void resumeAt(int updatesDone) {
        updates = updatesDone;
    }

    private AdamWStep step(float learningRate, float weightDecay, float factor) {
        return new AdamWStep(
                updates,
                learningRate,
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                weightDecay,
                factor);
    }

    private void apply(Tensor parameter, Tensor d, Tensor mean, Tensor square, AdamWStep step) {
        ops.adamW(parameter, d, mean, square, step);
    }
}
