package org.colloquy.tensor;

/** Working memory of one thread's attention; grows as needed and is used again. */
final class AttentionScratch {

    private static final int PADDED_USES = 3;

    float[] queries = new float[0]; // (rows, padded D)
    float[] dOuts = new float[0]; // (rows, padded D)
    float[] rows = new float[0]; // (rows, padded D)
    float[] probabilities = new float[0]; // (rows, width)
    float[] dScores = new float[0]; // (rows, width)
    float[] keysTransposed = new float[0]; // (D, width)
    float[] valuesTransposed = new float[0]; // (D, width)
    private final float[][] padded = new float[PADDED_USES][0];

    void reserve(int rowCount, int width, int paddedWidth, int d) {
        queries = atLeast(queries, rowCount * paddedWidth);
        dOuts = atLeast(dOuts, rowCount * paddedWidth);
        rows = atLeast(rows, rowCount * paddedWidth);
        probabilities = atLeast(probabilities, rowCount * width);
        dScores = atLeast(dScores, rowCount * width);
        keysTransposed = atLeast(keysTransposed, d * width);
        valuesTransposed = atLeast(valuesTransposed, d * width);
    }

    /** Memory for key rows padded to whole vectors; the padding's contents do not matter. */
    float[] padded(int use, int size) {
        padded[use] = atLeast(padded[use], size);
        return padded[use];
    }

    private static float[] atLeast(float[] array, int size) {
        return array.length >= size ? array : new float[Math.max(size, 2 * array.length)];
    }
}
