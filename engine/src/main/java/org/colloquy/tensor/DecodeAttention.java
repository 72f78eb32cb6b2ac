package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Attention of one query row of the common head width, with the bits of {@link ScalarAttention}:
 * the decode step, where no two rows share a key, so that nothing is won by laying keys out anew.
 *
 * <p>V keys are scored together. Each score is a sum in sixteen lanes; folding two keys' lanes
 * halves what each occupies, so two such vectors are blended into one and fold on together. In the
 * end lane i holds the sum of key i.
 */
final class DecodeAttention {

    /** The head width. */
    static final int WIDTH = 32;

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;
    private static final FloatVector LANES = FloatVector.zero(S).addIndex(1);
    private static final VectorShuffle<Float> EIGHT_APART = apart(8);
    private static final VectorShuffle<Float> FOUR_APART = apart(4);
    private static final VectorShuffle<Float> TWO_APART = apart(2);
    private static final VectorShuffle<Float> ONE_APART = apart(1);
    private static final VectorMask<Float> EIGHTS = odd(8);
    private static final VectorMask<Float> FOURS = odd(4);
    private static final VectorMask<Float> TWOS = odd(2);
    private static final VectorMask<Float> ONES = odd(1);

    private DecodeAttention() {}

    private static VectorShuffle<Float> apart(int lanes) {
        return VectorShuffle.fromOp(S, i -> (i ^ lanes) % V);
    }

    /** The odd ones of groups of so many lanes. */
    private static VectorMask<Float> odd(int group) {
        boolean[] lanes = new boolean[V];
        for (int i = 0; i < V; i++) {
            lanes[i] = (i & group) != 0;
        }
        return VectorMask.fromArray(S, lanes, 0);
    }

    /**
     * out (D) = the mean of {@code count} rows of values, weighted by the softmax of factor * q (D)
     * . each row of keys; rows are {@code stride} apart.
     *
     * @param scores room for count elements, up to a whole number of lanes
     * @param fours four times that room
     */
    static void row(
            float[] out,
            int outAt,
            float[] q,
            int qAt,
            float[] keys,
            int keysAt,
            float[] values,
            int valuesAt,
            int stride,
            int count,
            float factor,
            float[] scores,
            float[] fours) {
        int room = (count + Lanes.COUNT - 1) & -Lanes.COUNT;
        partialScores(q, qAt, keys, keysAt, stride, count, fours, room);
        float highest = foldScores(fours, count, factor, scores, room);
        VectorExp.exp(scores, 0, room, 1f, highest, scores, 0);
        float inverse = 1f / VectorRows.sum(scores, 0, room);
        for (int c = 0; c < WIDTH; c += 2 * V) {
            weigh(out, outAt + c, scores, inverse, values, valuesAt + c, stride, count);
        }
    }

    /**
     * For each V keys, four vectors: the first holds the products with every fourth of the keys
     * from the first on, folded to four lanes each; the next those from the second on. Keys after
     * the last are the last.
     *
     * <p>Too long to be inlined, and must be: a caller with all of it exceeds what the compiler
     * takes in, which then puts vectors on the heap.
     */
    private static void partialScores(
            float[] q,
            int qAt,
            float[] keys,
            int at,
            int stride,
            int count,
            float[] fours,
            int room) {
        int last = at + (count - 1) * stride;
        FloatVector zero = FloatVector.zero(S);
        for (int to = 0; to < 4 * room; to += V) {
            int key = at + (to / (4 * V) * V + to / V % 4) * stride;
            int k0 = Math.min(key, last);
            int k4 = Math.min(key + 4 * stride, last);
            FloatVector q0 = FloatVector.fromArray(S, q, qAt);
            FloatVector q1 = FloatVector.fromArray(S, q, qAt + V);
            FloatVector sums;
            if (V == 16) {
                int k8 = Math.min(key + 8 * stride, last);
                int k12 = Math.min(key + 12 * stride, last);
                FloatVector a = q0.fma(FloatVector.fromArray(S, keys, k0), zero);
                FloatVector b = q0.fma(FloatVector.fromArray(S, keys, k4), zero);
                FloatVector c = q0.fma(FloatVector.fromArray(S, keys, k8), zero);
                FloatVector d = q0.fma(FloatVector.fromArray(S, keys, k12), zero);
                a = q1.fma(FloatVector.fromArray(S, keys, k0 + 16), a);
                b = q1.fma(FloatVector.fromArray(S, keys, k4 + 16), b);
                c = q1.fma(FloatVector.fromArray(S, keys, k8 + 16), c);
                d = q1.fma(FloatVector.fromArray(S, keys, k12 + 16), d);
                a = fold(a, EIGHT_APART).blend(fold(c, EIGHT_APART), EIGHTS);
                b = fold(b, EIGHT_APART).blend(fold(d, EIGHT_APART), EIGHTS);
                sums = fold(a, FOUR_APART).blend(fold(b, FOUR_APART), FOURS);
            } else {
                FloatVector q2 = FloatVector.fromArray(S, q, qAt + 2 * V);
                FloatVector q3 = FloatVector.fromArray(S, q, qAt + 3 * V);
                FloatVector a = q0.fma(FloatVector.fromArray(S, keys, k0), zero);
                FloatVector b = q1.fma(FloatVector.fromArray(S, keys, k0 + V), zero);
                if (V == 8) {
                    FloatVector c = q0.fma(FloatVector.fromArray(S, keys, k4), zero);
                    FloatVector d = q1.fma(FloatVector.fromArray(S, keys, k4 + 8), zero);
                    a = q2.fma(FloatVector.fromArray(S, keys, k0 + 16), a);
                    b = q3.fma(FloatVector.fromArray(S, keys, k0 + 24), b);
                    c = q2.fma(FloatVector.fromArray(S, keys, k4 + 16), c);
                    d = q3.fma(FloatVector.fromArray(S, keys, k4 + 24), d);
                    a = fold(a.add(b), FOUR_APART);
                    sums = a.blend(fold(c.add(d), FOUR_APART), FOURS);
                } else {
                    FloatVector c = q2.fma(FloatVector.fromArray(S, keys, k0 + 8), zero);
                    FloatVector d = q3.fma(FloatVector.fromArray(S, keys, k0 + 12), zero);
                    a = product(q, qAt + 16, keys, k0 + 16, a);
                    b = product(q, qAt + 20, keys, k0 + 20, b);
                    c = product(q, qAt + 24, keys, k0 + 24, c);
                    d = product(q, qAt + 28, keys, k0 + 28, d);
                    sums = a.add(c).add(b.add(d));
                }
            }
            sums.intoArray(fours, to);
        }
    }

    /**
     * scores = factor * the sums of each four; the room after them is filled with negative
     * infinity.
     *
     * @return the highest score
     */
    private static float foldScores(
            float[] fours, int count, float factor, float[] scores, int room) {
        FloatVector highest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < room; j += V) {
            int at = 4 * j;
            FloatVector x0 = fold(FloatVector.fromArray(S, fours, at), TWO_APART);
            FloatVector x1 = fold(FloatVector.fromArray(S, fours, at + V), TWO_APART);
            FloatVector x2 = fold(FloatVector.fromArray(S, fours, at + 2 * V), TWO_APART);
            FloatVector x3 = fold(FloatVector.fromArray(S, fours, at + 3 * V), TWO_APART);
            FloatVector even = fold(x0.blend(x2, TWOS), ONE_APART);
            FloatVector odd = fold(x1.blend(x3, TWOS), ONE_APART);
            FloatVector sums = even.blend(odd, ONES).mul(factor);
            sums =
                    sums.blend(
                            Float.NEGATIVE_INFINITY, LANES.compare(VectorOperators.GE, count - j));
            highest = highest.max(sums);
            sums.intoArray(scores, j);
        }
        return highest.reduceLanes(VectorOperators.MAX);
    }

    private static FloatVector fold(FloatVector lanes, VectorShuffle<Float> apart) {
        return lanes.add(lanes.rearrange(apart));
    }

    private static FloatVector product(float[] q, int qAt, float[] keys, int at, FloatVector sum) {
        return FloatVector.fromArray(S, q, qAt).fma(FloatVector.fromArray(S, keys, at), sum);
    }

    /** Two vectors of columns: one chain over the keys each, of terms times {@code inverse}. */
    private static void weigh(
            float[] out,
            int outAt,
            float[] terms,
            float inverse,
            float[] values,
            int valuesAt,
            int stride,
            int count) {
        FloatVector x = FloatVector.zero(S);
        FloatVector y = FloatVector.zero(S);
        int at = valuesAt;
        for (int j = 0; j < count; j++) {
            FloatVector weight = FloatVector.broadcast(S, terms[j] * inverse);
            x = weight.fma(FloatVector.fromArray(S, values, at), x);
            y = weight.fma(FloatVector.fromArray(S, values, at + V), y);
            at += stride;
        }
        x.intoArray(out, outAt);
        y.intoArray(out, outAt + V);
    }
}
