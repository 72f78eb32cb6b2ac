package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of rows over the head width D, each a sum in sixteen lanes, in two forms of equal
 * bits: one key at a time with lanes over D, or a vector of keys at a time with sixteen
 * accumulators for the lanes, which wants the keys in transposed panels and D a multiple of
 * sixteen.
 */
final class ScoreBlock {

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;
    private static final VectorSpecies<Float> QUAD = FloatVector.SPECIES_128;

    /** The common head width, which has a loop of its own. */
    private static final int WIDTH = 32;

    private ScoreBlock() {}

    /**
     * scores (count) = factor * q (D) . each of count rows of keys, {@code stride} apart.
     *
     * @param fours room for four elements for each key
     */
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
            float factor,
            float[] fours) {
        if (d != WIDTH) {
            for (int j = 0; j < count; j++) {
                scores[scoresAt + j] = VectorRows.dot(q, qAt, keys, at + j * stride, d) * factor;
            }
            return;
        }
        foursOfWidth(q, qAt, keys, at, stride, count, fours);
        for (int j = 0; j < count; j++) {
            float even = fours[4 * j] + fours[4 * j + 2];
            float odd = fours[4 * j + 1] + fours[4 * j + 3];
            scores[scoresAt + j] = (even + odd) * factor;
        }
    }

    /** The lanes of each key's sum, folded to four; the query stays in registers. */
    private static void foursOfWidth(
            float[] q, int qAt, float[] keys, int at, int stride, int count, float[] fours) {
        FloatVector zero = FloatVector.zero(QUAD);
        FloatVector q0 = FloatVector.fromArray(QUAD, q, qAt);
        FloatVector q1 = FloatVector.fromArray(QUAD, q, qAt + 4);
        FloatVector q2 = FloatVector.fromArray(QUAD, q, qAt + 8);
        FloatVector q3 = FloatVector.fromArray(QUAD, q, qAt + 12);
        FloatVector q4 = FloatVector.fromArray(QUAD, q, qAt + 16);
        FloatVector q5 = FloatVector.fromArray(QUAD, q, qAt + 20);
        FloatVector q6 = FloatVector.fromArray(QUAD, q, qAt + 24);
        FloatVector q7 = FloatVector.fromArray(QUAD, q, qAt + 28);
        int key = at;
        for (int j = 0; j < count; j++) {
            FloatVector s0 = q0.fma(FloatVector.fromArray(QUAD, keys, key), zero);
            FloatVector s1 = q1.fma(FloatVector.fromArray(QUAD, keys, key + 4), zero);
            FloatVector s2 = q2.fma(FloatVector.fromArray(QUAD, keys, key + 8), zero);
            FloatVector s3 = q3.fma(FloatVector.fromArray(QUAD, keys, key + 12), zero);
            s0 = q4.fma(FloatVector.fromArray(QUAD, keys, key + 16), s0);
            s1 = q5.fma(FloatVector.fromArray(QUAD, keys, key + 20), s1);
            s2 = q6.fma(FloatVector.fromArray(QUAD, keys, key + 24), s2);
            s3 = q7.fma(FloatVector.fromArray(QUAD, keys, key + 28), s3);
            s0.add(s2).add(s1.add(s3)).intoArray(fours, 4 * j);
            key += stride;
        }
    }

    /**
     * The same from keys in panels: the panel of V keys from j on lies at {@code j * D} and holds D
     * rows of V. Scores are written up to the next whole vector.
     */
    static void panels(
            float[] q,
            int qAt,
            float[] keys,
            int d,
            float[] scores,
            int scoresAt,
            int count,
            float factor) {
        for (int j = 0; j < count; j += V) {
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
            int row = j * d;
            for (int i = qAt; i < qAt + d; i += Lanes.COUNT) {
                s0 = product(q, i, keys, row, s0);
                s1 = product(q, i + 1, keys, row + V, s1);
                s2 = product(q, i + 2, keys, row + 2 * V, s2);
                s3 = product(q, i + 3, keys, row + 3 * V, s3);
                s4 = product(q, i + 4, keys, row + 4 * V, s4);
                s5 = product(q, i + 5, keys, row + 5 * V, s5);
                s6 = product(q, i + 6, keys, row + 6 * V, s6);
                s7 = product(q, i + 7, keys, row + 7 * V, s7);
                s8 = product(q, i + 8, keys, row + 8 * V, s8);
                s9 = product(q, i + 9, keys, row + 9 * V, s9);
                s10 = product(q, i + 10, keys, row + 10 * V, s10);
                s11 = product(q, i + 11, keys, row + 11 * V, s11);
                s12 = product(q, i + 12, keys, row + 12 * V, s12);
                s13 = product(q, i + 13, keys, row + 13 * V, s13);
                s14 = product(q, i + 14, keys, row + 14 * V, s14);
                s15 = product(q, i + 15, keys, row + 15 * V, s15);
                row += Lanes.COUNT * V;
            }
            FloatVector even = s0.add(s8).add(s4.add(s12)).add(s2.add(s10).add(s6.add(s14)));
            FloatVector odd = s1.add(s9).add(s5.add(s13)).add(s3.add(s11).add(s7.add(s15)));
            even.add(odd).mul(factor).intoArray(scores, scoresAt + j);
        }
    }

    /** Lays count keys out in panels, for {@link #panels}. */
    static void layOut(float[] keys, int at, int stride, int d, int count, float[] panels) {
        for (int j = 0; j < count; j += V) {
            int rows = Math.min(V, count - j);
            Transposition.copy(keys, at + j * stride, stride, rows, d, panels, j * d, V);
        }
    }

    private static FloatVector product(float[] q, int i, float[] keys, int at, FloatVector sum) {
        return FloatVector.broadcast(S, q[i]).fma(FloatVector.fromArray(S, keys, at), sum);
    }
}
