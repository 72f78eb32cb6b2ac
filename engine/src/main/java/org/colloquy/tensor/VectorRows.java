package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums, maxima and exponentials over one row, with the bits of {@link Lanes}: its sixteen lanes are
 * four vectors of four, whatever the machine's width, since a row's sum ends in narrow folds
 * anyway.
 */
final class VectorRows {

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;
    private static final VectorSpecies<Float> QUAD = FloatVector.SPECIES_128;

    private VectorRows() {}

    static float dot(float[] x, int xAt, float[] y, int yAt, int length) {
        FloatVector s0 = FloatVector.zero(QUAD);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = length & -Lanes.COUNT;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            s0 = quad(x, xAt + i).fma(quad(y, yAt + i), s0);
            s1 = quad(x, xAt + i + 4).fma(quad(y, yAt + i + 4), s1);
            s2 = quad(x, xAt + i + 8).fma(quad(y, yAt + i + 8), s2);
            s3 = quad(x, xAt + i + 12).fma(quad(y, yAt + i + 12), s3);
        }
        if (whole == length) {
            return fold(s0.add(s2).add(s1.add(s3)));
        }
        float[] lanes = spill(s0, s1, s2, s3);
        for (int i = whole; i < length; i++) {
            lanes[i - whole] = Math.fma(x[xAt + i], y[yAt + i], lanes[i - whole]);
        }
        return Lanes.fold(lanes);
    }

    static float sum(float[] x, int at, int length) {
        FloatVector s0 = FloatVector.zero(QUAD);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = length & -Lanes.COUNT;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            s0 = s0.add(quad(x, at + i));
            s1 = s1.add(quad(x, at + i + 4));
            s2 = s2.add(quad(x, at + i + 8));
            s3 = s3.add(quad(x, at + i + 12));
        }
        float[] lanes = spill(s0, s1, s2, s3);
        for (int i = whole; i < length; i++) {
            lanes[i - whole] += x[at + i];
        }
        return Lanes.fold(lanes);
    }

    static float max(float[] x, int at, int length) {
        int whole = length & -V;
        float max = Float.NEGATIVE_INFINITY;
        if (whole > 0) {
            FloatVector most = FloatVector.fromArray(S, x, at);
            for (int i = V; i < whole; i += V) {
                most = most.max(FloatVector.fromArray(S, x, at + i));
            }
            max = most.reduceLanes(VectorOperators.MAX);
        }
        for (int i = whole; i < length; i++) {
            max = Math.max(max, x[at + i]);
        }
        return max;
    }

    /** target = exp(x - shift). */
    static void expShifted(
            float[] x, int at, int length, float shift, float[] target, int targetAt) {
        int whole = length & -V;
        for (int i = 0; i < whole; i += V) {
            Species.exp(FloatVector.fromArray(S, x, at + i).sub(shift))
                    .intoArray(target, targetAt + i);
        }
        for (int i = whole; i < length; i++) {
            target[targetAt + i] = Elementary.exp(x[at + i] - shift);
        }
    }

    /** target = x * factor. */
    static void scale(float[] x, int at, int length, float factor, float[] target, int targetAt) {
        for (int i = 0; i < length; i++) {
            target[targetAt + i] = x[at + i] * factor;
        }
    }

    /** Turns scores into probabilities, in place. */
    static void softmax(float[] x, int at, int length) {
        expShifted(x, at, length, max(x, at, length), x, at);
        scale(x, at, length, 1f / sum(x, at, length), x, at);
    }

    /** dScores = probabilities * (dScores - mean) * factor. */
    static void softmaxBackward(
            float[] probabilities, float[] dScores, int at, int length, float mean, float factor) {
        for (int i = at; i < at + length; i++) {
            dScores[i] = probabilities[i] * (dScores[i] - mean) * factor;
        }
    }

    private static FloatVector quad(float[] x, int at) {
        return FloatVector.fromArray(QUAD, x, at);
    }

    private static float fold(FloatVector four) {
        return (four.lane(0) + four.lane(2)) + (four.lane(1) + four.lane(3));
    }

    private static float[] spill(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        float[] lanes = new float[Lanes.COUNT];
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 4);
        s2.intoArray(lanes, 8);
        s3.intoArray(lanes, 12);
        return lanes;
    }
}
