package org.colloquy.transformer;

/**
 * Packed sequences with what each row should predict.
 *
 * @param sequences T rows
 * @param targets (T) the token that should follow each row
 * @param weights (T) weight of each row's loss; 0 masks it, and its target is not read
 */
public record TrainingBatch(PackedSequences sequences, int[] targets, float[] weights) {

    public TrainingBatch {
        targets = targets.clone();
        weights = weights.clone();
        int t = sequences.size();
        if (targets.length != t || weights.length != t) {
            throw new IllegalArgumentException(
                    "%d tokens need as many targets and weights; got %d and %d"
                            .formatted(t, targets.length, weights.length));
        }
        for (int row = 0; row < t; row++) {
            if (!(weights[row] >= 0) || Float.isInfinite(weights[row])) {
                throw new IllegalArgumentException(
                        "the weight of row %d is %s; it must be finite, 0 or above"
                                .formatted(row, weights[row]));
            }
        }
    }
}
