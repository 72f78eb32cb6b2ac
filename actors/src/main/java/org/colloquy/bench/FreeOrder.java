package org.colloquy.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix product that keeps no order: four chains over k per element, so that the processor never
 * waits for one sum. The rival of the ordered product in {@link SampleBench}; its bits are its own.
 */
final class FreeOrder {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 4;

    private FreeOrder() {}

    /** c (M, N) = a (M, K) times b (K, N); K a multiple of 4, N of the vector's length. */
    static void multiply(float[] c, float[] a, float[] b, int m, int k, int n) {
        if (k % CHAINS != 0) {
            throw new IllegalArgumentException("k is " + k + ", no multiple of " + CHAINS);
        }
        for (int row = 0; row < m; row++) {
            int column = 0;
            for (; column + SPECIES.length() <= n; column += SPECIES.length()) {
                columns(c, a, b, row, column, k, n);
            }
            for (; column < n; column++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[row * k + p] * b[p * n + column];
                }
                c[row * n + column] = sum;
            }
        }
    }

    private static void columns(
            float[] c, float[] a, float[] b, int row, int column, int k, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int left = row * k;
        int right = column;
        for (int p = 0; p < k; p += CHAINS, left += CHAINS, right += CHAINS * n) {
            s0 = FloatVector.fromArray(SPECIES, b, right).fma(vector(a[left]), s0);
            s1 = FloatVector.fromArray(SPECIES, b, right + n).fma(vector(a[left + 1]), s1);
            s2 = FloatVector.fromArray(SPECIES, b, right + 2 * n).fma(vector(a[left + 2]), s2);
            s3 = FloatVector.fromArray(SPECIES, b, right + 3 * n).fma(vector(a[left + 3]), s3);
        }
        s0.add(s1).add(s2.add(s3)).intoArray(c, row * n + column);
    }

    private static FloatVector vector(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
