package org.colloquy.tensor;

/**
 * The fixed order of every sum over a row: lane i takes the elements i, i+16, ... in ascending
 * order, then lanes are added 8, 4, 2 and 1 apart.
 */
final class Lanes {

    static final int COUNT = 16;

    private Lanes() {}

    /** Folds the lanes into lane 0 and returns it. */
    static float fold(float[] lanes) {
        for (int apart = COUNT / 2; apart > 0; apart /= 2) {
            for (int i = 0; i < apart; i++) {
                lanes[i] += lanes[i + apart];
            }
        }
        return lanes[0];
    }

    static double fold(double[] lanes) {
        for (int apart = COUNT / 2; apart > 0; apart /= 2) {
            for (int i = 0; i < apart; i++) {
                lanes[i] += lanes[i + apart];
            }
        }
        return lanes[0];
    }

    static float sum(float[] x, int offset, int length) {
        float[] lanes = new float[COUNT];
        for (int i = 0; i < length; i++) {
            lanes[i % COUNT] += x[offset + i];
        }
        return fold(lanes);
    }

    static float dot(float[] x, int xOffset, float[] y, int yOffset, int length) {
        float[] lanes = new float[COUNT];
        for (int i = 0; i < length; i++) {
            lanes[i % COUNT] = Math.fma(x[xOffset + i], y[yOffset + i], lanes[i % COUNT]);
        }
        return fold(lanes);
    }

    /** Sum of squares in double precision, where each square is exact. */
    static double squares(float[] x, int offset, int length) {
        double[] lanes = new double[COUNT];
        for (int i = 0; i < length; i++) {
            double value = x[offset + i];
            lanes[i % COUNT] = Math.fma(value, value, lanes[i % COUNT]);
        }
        return fold(lanes);
    }
}
