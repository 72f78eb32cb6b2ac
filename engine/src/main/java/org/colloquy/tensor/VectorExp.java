package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary#exp} over arrays, lane by lane the same operations in the same order.
 *
 * <p>A vector that crosses a call which the compiler happens not to inline is put on the heap, so
 * the loop holds the whole function; methods of this size are compiled by themselves.
 */
final class VectorExp {

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;

    private VectorExp() {}

    /** target = exp(sign * x - shift), where sign is 1 or -1. */
    static void exp(
            float[] x, int at, int length, float sign, float shift, float[] target, int targetAt) {
        int whole = length & -V;
        FloatVector rounder = FloatVector.broadcast(S, Elementary.ROUNDER);
        for (int i = 0; i < whole; i += V) {
            FloatVector bounded = FloatVector.fromArray(S, x, at + i).mul(sign).sub(shift);
            bounded =
                    bounded.blend(
                            Elementary.EXP_MIN,
                            bounded.compare(VectorOperators.LT, Elementary.EXP_MIN));
            bounded =
                    bounded.blend(
                            Elementary.EXP_MAX,
                            bounded.compare(VectorOperators.GT, Elementary.EXP_MAX));
            FloatVector rounded = bounded.fma(FloatVector.broadcast(S, Elementary.LOG2_E), rounder);
            FloatVector n = rounded.sub(rounder);
            FloatVector r = n.fma(FloatVector.broadcast(S, -Elementary.LN2_HIGH), bounded);
            r = n.fma(FloatVector.broadcast(S, -Elementary.LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(S, Elementary.E5);
            p = p.fma(r, FloatVector.broadcast(S, Elementary.E4));
            p = p.fma(r, FloatVector.broadcast(S, Elementary.E3));
            p = p.fma(r, FloatVector.broadcast(S, Elementary.E2));
            p = p.fma(r, FloatVector.broadcast(S, Elementary.E1));
            p = p.fma(r, FloatVector.broadcast(S, Elementary.E0));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = rounded.reinterpretAsInts().sub(Elementary.ROUNDER_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = exponent.sub(half).add(Elementary.EXPONENT_BIAS);
            half = half.add(Elementary.EXPONENT_BIAS);
            half = half.lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS);
            rest = rest.lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS);
            p.mul(half.reinterpretAsFloats())
                    .mul(rest.reinterpretAsFloats())
                    .intoArray(target, targetAt + i);
        }
        for (int i = whole; i < length; i++) {
            target[targetAt + i] = Elementary.exp(x[at + i] * sign - shift);
        }
    }
}
