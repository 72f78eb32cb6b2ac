package org.colloquy.grpo;

/** The factor of each token's loss, so that the sum over a minibatch is its loss. */
final class LossWeights {

    private LossWeights() {}

    /**
     * @param lengths tokens of each answer of the minibatch
     * @return weight of each token of each answer
     */
    static float[] of(int[] lengths, LossSettings settings) {
        long tokens = 0;
        for (int length : lengths) {
            tokens += length;
        }
        float[] weights = new float[lengths.length];
        for (int i = 0; i < weights.length; i++) {
            double share =
                    switch (settings.aggregation()) {
                        case TOKEN_MEAN -> tokens;
                        case SEQUENCE_MEAN -> (double) lengths.length * lengths[i];
                        case DR_GRPO -> (double) lengths.length * settings.dividedLength();
                    };
            weights[i] = (float) (1 / share);
        }
        return weights;
    }
}
