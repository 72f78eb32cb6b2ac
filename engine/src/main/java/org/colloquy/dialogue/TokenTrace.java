package org.colloquy.dialogue;

import java.util.Arrays;

/**
 * The tokens of one turn and the log-probability of each when it was sampled; both empty for models
 * that do not tell. Immutable.
 */
public final class TokenTrace {

    public static final TokenTrace NONE = new TokenTrace(new int[0], new float[0]);

    private final int[] ids;
    private final float[] logProbs;

    /** Copies both; {@code logProbs} is as long as {@code ids}, or empty if unknown. */
    public TokenTrace(int[] ids, float[] logProbs) {
        if (logProbs.length != ids.length && logProbs.length != 0) {
            throw new IllegalArgumentException(
                    ids.length + " token ids but " + logProbs.length + " log-probabilities");
        }
        this.ids = ids.clone();
        this.logProbs = logProbs.clone();
    }

    public int length() {
        return ids.length;
    }

    public int[] ids() {
        return ids.clone();
    }

    public float[] logProbs() {
        return logProbs.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenTrace that
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(logProbs, that.logProbs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(logProbs);
    }

    @Override
    public String toString() {
        return "TokenTrace[" + ids.length + " tokens]";
    }
}
