package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of rows over the head width D, each a sum in sixteen lanes, in two forms of equal
 * bits: one key at a time with lanes over D, or a vector of keys at a time with sixteen
 * accumulators for the lanes, which wants the keys transposed and D a multiple of sixteen.
 */
final class ScoreBlock {

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;

    private ScoreBlock() {}

    /** scores (count) = factor * q (D) . each of count rows of keys, {@code stride} apart. */
    static void keyByKey(
            float[] q,
            int qAt,
            float[] keys,
            int at,
            int stride,
            int d,
            float[] scores,
            int scoresAt,
            int count,
            float factor) {
        for (int j = 0; j < count; j++) {
            scores[scoresAt + j] = VectorRows.dot(q, qAt, keys, at + j * stride, d) * factor;
        }
    }

    /**
     * The same from the transposed keys (D, stride); scores are written up to the next whole
     * vector.
     */
    static void transposed(
            float[] q,
            int qAt,
            float[] keys,
            int stride,
            int d,
            float[] scores,
            int scoresAt,
            int count,
            float factor) {
        for (int j = 0; j < count; j += V) {
            vectorOfKeys(q, qAt, keys, j, stride, d).mul(factor).intoArray(scores, scoresAt + j);
        }
    }

    private static FloatVector vectorOfKeys(
            float[] q, int qAt, float[] keys, int at, int stride, int d) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        FloatVector s8 = s0;
        FloatVector s9 = s0;
        FloatVector s10 = s0;
        FloatVector s11 = s0;
        FloatVector s12 = s0;
        FloatVector s13 = s0;
        FloatVector s14 = s0;
        FloatVector s15 = s0;
        int row = at;
        for (int i = qAt; i < qAt + d; i += Lanes.COUNT) {
            s0 = product(q, i, keys, row, s0);
            s1 = product(q, i + 1, keys, row + stride, s1);
            s2 = product(q, i + 2, keys, row + 2 * stride, s2);
            s3 = product(q, i + 3, keys, row + 3 * stride, s3);
            s4 = product(q, i + 4, keys, row + 4 * stride, s4);
            s5 = product(q, i + 5, keys, row + 5 * stride, s5);
            s6 = product(q, i + 6, keys, row + 6 * stride, s6);
            s7 = product(q, i + 7, keys, row + 7 * stride, s7);
            s8 = product(q, i + 8, keys, row + 8 * stride, s8);
            s9 = product(q, i + 9, keys, row + 9 * stride, s9);
            s10 = product(q, i + 10, keys, row + 10 * stride, s10);
            s11 = product(q, i + 11, keys, row + 11 * stride, s11);
            s12 = product(q, i + 12, keys, row + 12 * stride, s12);
            s13 = product(q, i + 13, keys, row + 13 * stride, s13);
            s14 = product(q, i + 14, keys, row + 14 * stride, s14);
            s15 = product(q, i + 15, keys, row + 15 * stride, s15);
            row += Lanes.COUNT * stride;
        }
        FloatVector even = s0.add(s8).add(s4.add(s12)).add(s2.add(s10).add(s6.add(s14)));
        FloatVector odd = s1.add(s9).add(s5.add(s13)).add(s3.add(s11).add(s7.add(s15)));
        return even.add(odd);
    }

    private static FloatVector product(float[] q, int i, float[] keys, int at, FloatVector sum) {
        return FloatVector.broadcast(S, q[i]).fma(FloatVector.fromArray(S, keys, at), sum);
    }
}
