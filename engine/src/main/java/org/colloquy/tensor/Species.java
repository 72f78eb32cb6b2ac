package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this JVM: the machine's preferred one, or that of the system property {@code
 * colloquy.vector.bits} (128, 256 or 512). It is fixed for the JVM's life because the compiler
 * needs a constant; results do not depend on it.
 */
final class Species {

    static final String PROPERTY = "colloquy.vector.bits";
    static final VectorSpecies<Float> FLOAT = chosen(Integer.getInteger(PROPERTY, 0));
    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, FLOAT.vectorShape());
    static final int LENGTH = FLOAT.length();

    private Species() {}

    private static VectorSpecies<Float> chosen(int bits) {
        return switch (bits) {
            case 0 -> preferred();
            case 128 -> FloatVector.SPECIES_128;
            case 256 -> FloatVector.SPECIES_256;
            case 512 -> FloatVector.SPECIES_512;
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + " must be 128, 256 or 512, not " + bits);
        };
    }

    /** Sixteen lanes at most, because a row sum has sixteen. */
    private static VectorSpecies<Float> preferred() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        return preferred.length() > Lanes.COUNT ? FloatVector.SPECIES_512 : preferred;
    }

    /** Elementary.exp, lane by lane: the same operations in the same order. */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded =
                x.blend(Elementary.EXP_MIN, x.compare(VectorOperators.LT, Elementary.EXP_MIN));
        bounded =
                bounded.blend(
                        Elementary.EXP_MAX,
                        bounded.compare(VectorOperators.GT, Elementary.EXP_MAX));
        FloatVector rounder = FloatVector.broadcast(FLOAT, Elementary.ROUNDER);
        FloatVector rounded = bounded.fma(FloatVector.broadcast(FLOAT, Elementary.LOG2_E), rounder);
        FloatVector n = rounded.sub(rounder);
        FloatVector r = n.fma(FloatVector.broadcast(FLOAT, -Elementary.LN2_HIGH), bounded);
        r = n.fma(FloatVector.broadcast(FLOAT, -Elementary.LN2_LOW), r);
        FloatVector p =
                FloatVector.broadcast(FLOAT, Elementary.E5)
                        .fma(r, FloatVector.broadcast(FLOAT, Elementary.E4));
        p = p.fma(r, FloatVector.broadcast(FLOAT, Elementary.E3));
        p = p.fma(r, FloatVector.broadcast(FLOAT, Elementary.E2));
        p = p.fma(r, FloatVector.broadcast(FLOAT, Elementary.E1));
        p = p.fma(r, FloatVector.broadcast(FLOAT, Elementary.E0));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = rounded.reinterpretAsInts().sub(Elementary.ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(Elementary.EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, Elementary.SIGNIFICAND_BITS)
                .reinterpretAsFloats();
    }

    /** Elementary.sigmoid, lane by lane. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector one = FloatVector.broadcast(FLOAT, 1f);
        return one.div(exp(x.neg()).add(one));
    }
}
