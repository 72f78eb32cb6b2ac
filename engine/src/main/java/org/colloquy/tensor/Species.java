package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this JVM: the machine's preferred one, or that of the system property {@code
 * colloquy.vector.bits} (128, 256 or 512). It is fixed for the JVM's life because the compiler
 * needs a constant; results do not depend on it.
 */
final class Species {

    static final String PROPERTY = "colloquy.vector.bits";
    static final VectorSpecies<Float> FLOAT = chosen(Integer.getInteger(PROPERTY, 0));
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
}
