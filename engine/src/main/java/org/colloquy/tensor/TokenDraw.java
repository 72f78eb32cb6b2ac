package org.colloquy.tensor;

import java.util.Arrays;
import org.colloquy.random.CounterRandom;

/**
 * How the token of one row of logits is drawn: temperature, then top-k, then top-p of the mass that
 * is left, then min-p. Of equals the lowest id comes first.
 *
 * <p>The draw inverts the cumulative distribution in the order of ids. A token's mass is exp((z -
 * highest) / temperature) in float, and sums of masses are integers, in units of 2^-44; so they do
 * not depend on their order, and every backend draws the same token.
 *
 * @param temperature divides the logits; 0 is greedy
 * @param topK keeps the k likeliest; 0 is off
 * @param topP keeps the smallest set of likeliest tokens whose mass reaches p; 1 is off
 * @param minP keeps tokens of at least this share of the likeliest one's probability; 0 is off
 * @param bits 64 uniform bits, of which the upper 53 count
 */
public record TokenDraw(double temperature, int topK, double topP, double minP, long bits) {

    /** Stands for the token of a row with a logit that is not a number, or with none finite. */
    public static final int DAMAGED = -1;

    /** The largest vocabulary whose masses can be summed. */
    public static final int MOST_TOKENS = 1 << 18;

    private static final float UNITS = 0x1p44f;
    private static final int UNUSED_BITS = 11;
    private static final long UPPER_53 = -1L << UNUSED_BITS;

    public TokenDraw {
        bits &= UPPER_53;
    }

    /** With the number of a stream. */
    public static TokenDraw of(
            double temperature, int topK, double topP, double minP, long key, long counter) {
        return new TokenDraw(temperature, topK, topP, minP, CounterRandom.bits(key, counter));
    }

    /** With a uniform number in [0, 1). */
    public static TokenDraw of(
            double temperature, int topK, double topP, double minP, double uniform) {
        return new TokenDraw(
                temperature, topK, topP, minP, (long) (uniform * 0x1p53) << UNUSED_BITS);
    }

    public boolean isGreedy() {
        return temperature == 0;
    }

    /**
     * The factor on the logits under which log-probabilities are recorded and trained; 1 for
     * greedy.
     */
    public float inverseTemperature() {
        return isGreedy() ? 1 : (float) (1 / temperature);
    }

    /** Whether some tokens are left out before min-p. */
    public boolean isSelective(int vocabulary) {
        return topK > 0 && topK < vocabulary || topP < 1;
    }

    /**
     * The highest logit of the row (V) at {@code from}, or what is wrong with it: a logit that is
     * not a number.
     */
    public static float highest(float[] logits, int from, int vocabulary) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + vocabulary; i++) {
            if (Float.isNaN(logits[i])) {
                return logits[i];
            }
            highest = Math.max(highest, logits[i]);
        }
        return highest;
    }

    /** The token of the row (V) at {@code from}, or {@link #DAMAGED}. */
    public int draw(float[] logits, int from, int vocabulary) {
        float highest = highest(logits, from, vocabulary);
        if (!Float.isFinite(highest)) {
            return DAMAGED;
        }
        int likeliest = 0;
        while (logits[from + likeliest] != highest) {
            likeliest++;
        }
        if (isGreedy()) {
            return likeliest;
        }
        float inverse = inverseTemperature();
        float[] masses = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            masses[i] = Elementary.exp((logits[from + i] - highest) * inverse);
        }
        if (isSelective(vocabulary)) {
            keepLikeliest(masses);
        }
        return invert(masses, likeliest);
    }

    private static long units(float mass) {
        return (long) (mass * UNITS);
    }

    private void keepLikeliest(float[] masses) {
        long[] order = new long[masses.length]; // descending mass, ascending id
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) (Integer.MAX_VALUE - Float.floatToRawIntBits(masses[i])) << 32 | i;
        }
        Arrays.sort(order);
        int kept = topK > 0 ? Math.min(topK, order.length) : order.length;
        long total = 0;
        for (int i = 0; i < kept; i++) {
            total += units(masses[(int) order[i]]);
        }
        long goal = topP < 1 ? Math.max(1, (long) Math.ceil(topP * (double) total)) : total;
        long sum = 0;
        for (int i = 0; i < order.length; i++) {
            int token = (int) order[i];
            if (i >= kept || sum >= goal) {
                masses[token] = 0;
            }
            sum += units(masses[token]);
        }
    }

    /** The likeliest token has mass 1, so min-p compares with the masses themselves. */
    private int invert(float[] masses, int likeliest) {
        long total = 0;
        for (int i = 0; i < masses.length; i++) {
            if (masses[i] < minP) {
                masses[i] = 0;
            }
            total += units(masses[i]);
        }
        long goal = Math.unsignedMultiplyHigh(bits, total);
        long sum = 0;
        for (int i = 0; i < masses.length; i++) {
            sum += units(masses[i]);
            if (sum > goal) {
                return i;
            }
        }
        return likeliest;
    }
}
