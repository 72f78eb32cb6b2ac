package org.colloquy.tensor;

/** What a policy-gradient loss says of each token; the columns of its measures (T, COUNT). */
public enum PolicyMeasure {
    /** The token's part of the loss, times its weight. */
    LOSS,
    /** Log-probability of the sampled token, with the bits of {@link TensorOps#logProbs}. */
    LOG_PROB,
    /** Importance ratio, before any clip. */
    RATIO,
    /** 1 where the ratio was below its lower bound and the advantage negative. */
    CLIPPED_LOW,
    /** 1 where the ratio was above its upper bound and the advantage positive. */
    CLIPPED_HIGH,
    /** 1 where the ratio was above the dual clip and the advantage negative. */
    CLIPPED_DUAL,
    /** Estimate of the divergence from the reference, without its coefficient. */
    KL,
    /** Entropy of the whole distribution in nats. */
    ENTROPY;

    /** Number of columns. */
    public static final int COUNT = values().length;

    /** This measure of row {@code t} of downloaded measures (T, COUNT). */
    public float of(float[] measures, int t) {
        return measures[t * COUNT + ordinal()];
    }
}
