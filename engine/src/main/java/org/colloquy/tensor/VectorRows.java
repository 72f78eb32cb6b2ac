package org.colloquy.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums and maxima over one row, with the bits of {@link Lanes}: its sixteen lanes are four vectors
 * of four, whatever the machine's width, since a row's sum ends in narrow folds anyway.
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
            s0 =
                    FloatVector.fromArray(QUAD, x, xAt + i)
                            .fma(FloatVector.fromArray(QUAD, y, yAt + i), s0);
            s1 =
                    FloatVector.fromArray(QUAD, x, xAt + i + 4)
                            .fma(FloatVector.fromArray(QUAD, y, yAt + i + 4), s1);
            s2 =
                    FloatVector.fromArray(QUAD, x, xAt + i + 8)
                            .fma(FloatVector.fromArray(QUAD, y, yAt + i + 8), s2);
            s3 =
                    FloatVector.fromArray(QUAD, x, xAt + i + 12)
                            .fma(FloatVector.fromArray(QUAD, y, yAt + i + 12), s3);
        }
        if (whole == length) {
            FloatVector four = s0.add(s2).add(s1.add(s3));
            return (four.lane(0) + four.lane(2)) + (four.lane(1) + four.lane(3));
        }
        float[] lanes = new float[Lanes.COUNT];
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 4);
        s2.intoArray(lanes, 8);
        s3.intoArray(lanes, 12);
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
            s0 = s0.add(FloatVector.fromArray(QUAD, x, at + i));
            s1 = s1.add(FloatVector.fromArray(QUAD, x, at + i + 4));
            s2 = s2.add(FloatVector.fromArray(QUAD, x, at + i + 8));
            s3 = s3.add(FloatVector.fromArray(QUAD, x, at + i + 12));
        }
        if (whole == length) {
            FloatVector four = s0.add(s2).add(s1.add(s3));
            return (four.lane(0) + four.lane(2)) + (four.lane(1) + four.lane(3));
        }
        float[] lanes = new float[Lanes.COUNT];
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, 4);
        s2.intoArray(lanes, 8);
        s3.intoArray(lanes, 12);
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

    /** target = x * factor. */
    static void scale(float[] x, int at, int length, float factor, float[] target, int targetAt) {
        for (int i = 0; i < length; i++) {
            target[targetAt + i] = x[at + i] * factor;
        }
    }

    /**
     * Turns scores into probabilities, in place. There is room up to the next multiple of sixteen;
     * zeros there change no sum, since no term is negative.
     */
    static void softmaxWithRoom(float[] x, int at, int length) {
        int room = (length + Lanes.COUNT - 1) & -Lanes.COUNT;
        Arrays.fill(x, at + length, at + room, Float.NEGATIVE_INFINITY);
        VectorExp.exp(x, at, room, 1f, max(x, at, room), x, at);
        FloatVector inverse = FloatVector.broadcast(S, 1f / sum(x, at, room));
        for (int i = at; i < at + room; i += V) {
            FloatVector.fromArray(S, x, i).mul(inverse).intoArray(x, i);
        }
    }

    /**
     * dScores = probabilities * (dScores - mean) * factor, with room as in {@link
     * #softmaxWithRoom}.
     */
    static void softmaxBackward(
            float[] probabilities, float[] dScores, int at, int length, float mean, float factor) {
        for (int i = at; i < at + length; i += V) {
            FloatVector.fromArray(S, probabilities, i)
                    .mul(FloatVector.fromArray(S, dScores, i).sub(mean))
                    .mul(factor)
                    .intoArray(dScores, i);
        }
    }
}
