package org.colloquy.tensor;

/** Working memory of one thread's attention; grows as needed and is used again. */
final class AttentionScratch {

    private static final int PADDED_USES = 3;

    float[] queries = new float[0]; // (rows, padded D)
    float[] dOuts = new float[0]; // (rows, padded D)
    float[] rows = new float[0]; // (rows, padded D)
    float[] probabilities = new float[0]; // (rows, width)
    float[] dScores = new float[0]; // (rows, width)
    float[] fours = new float[0]; // (width, 4)
    float[] keyPanels = new float[0]; // (width / V, D, V)
    float[] valuePanels = new float[0]; // (width / V, D, V)
    private final float[][] padded = new float[PADDED_USES][0];

    void reserve(int rowCount, int width, int paddedWidth, int d) {
        queries = atLeast(queries, rowCount * paddedWidth);
        dOuts = atLeast(dOuts, rowCount * paddedWidth);
        rows = atLeast(rows, rowCount * paddedWidth);
        probabilities = atLeast(probabilities, rowCount * width);
        dScores = atLeast(dScores, rowCount * width);
        fours = atLeast(fours, 4 * width);
        keyPanels = atLeast(keyPanels, d * width);
        valuePanels = atLeast(valuePanels, d * width);
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
