package org.colloquy.transformer;

/**
 * Constants of the optimizer (Loshchilov and Hutter 2019).
 *
 * @param weightDecay decoupled, times the learning rate; norms are spared
 * @param clipNorm the gradient's norm over all parameters is scaled down to this
 */
public record AdamWSettings(
        float beta1, float beta2, float epsilon, float weightDecay, float clipNorm) {

    /** What pretraining uses unless told otherwise. */
    public static final AdamWSettings PRETRAINING = new AdamWSettings(0.9f, 0.95f, 1e-8f, 0.05f, 1);

    public AdamWSettings {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    "beta1 (%s) and beta2 (%s) must be in [0, 1)".formatted(beta1, beta2));
        }
        if (!(epsilon > 0) || !(weightDecay >= 0) || !(clipNorm > 0)) {
            throw new IllegalArgumentException(
                    "epsilon (%s) and clipNorm (%s) must be positive, weightDecay (%s) not negative"
                            .formatted(epsilon, clipNorm, weightDecay));
        }
    }
}
