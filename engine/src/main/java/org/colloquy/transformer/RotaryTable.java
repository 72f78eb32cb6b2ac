package org.colloquy.transformer;

import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * Per position D/2 cosines, then D/2 sines, in double, rounded once. It has no more positions than
 * were asked for, up to the next power of two; how many those are changes no value.
 */
final class RotaryTable {

    private static final int FIRST_POSITIONS = 512;

    private final TransformerConfig config;
    private final TensorOps ops;
    private final double[] frequencies; // (D/2)
    private int positions;
    private Tensor cosSin; // (positions, D)

    RotaryTable(TransformerConfig config, TensorOps ops) {
        this.config = config;
        this.ops = ops;
        int d = config.headWidth();
        frequencies = new double[d / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double learned = StrictMath.pow(config.ropeTheta(), -2.0 * i / d);
            frequencies[i] = config.variant().ropeScaling().scaled(learned);
        }
        positions = Math.min(FIRST_POSITIONS, config.maximumPositions());
        cosSin = table();
    }

    /** (positions, D) that has all of these. */
    Tensor covering(int[] wanted) {
        int last = 0;
        for (int position : wanted) {
            last = Math.max(last, position);
        }
        if (last >= positions) {
            long needed = Long.highestOneBit(last) * 2;
            positions = (int) Math.min(needed, config.maximumPositions());
            cosSin = table();
        }
        return cosSin;
    }

    private Tensor table() {
        int half = frequencies.length;
        int d = 2 * half;
        float[] values = new float[Math.multiplyExact(positions, d)];
        for (int i = 0; i < half; i++) {
            for (int position = 0; position < positions; position++) {
                double angle = position * frequencies[i];
                values[position * d + i] = (float) StrictMath.cos(angle);
                values[position * d + half + i] = (float) StrictMath.sin(angle);
            }
        }
        Tensor made = ops.allocate(values.length);
        ops.upload(made, values);
        return made;
    }
}
