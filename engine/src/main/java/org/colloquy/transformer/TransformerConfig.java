package org.colloquy.transformer;

/**
 * The sizes and constants of one decoder-only transformer of Llama's kind.
 *
 * @param vocabulary V, number of tokens
 * @param width C, the residual stream
 * @param layers number of blocks
 * @param heads H, query heads
 * @param keyValueHeads G, key and value heads; divides H
 * @param headWidth D, even
 * @param feedForward F, inner width of the SwiGLU
 * @param ropeTheta base of the rotary angles
 * @param rmsNormEpsilon added to the mean square before its root
 * @param maximumPositions longest sequence
 * @param tiedEmbeddings whether the embedding table is the output matrix as well
 * @param variant what it has beyond that
 */
public record TransformerConfig(
        int vocabulary,
        int width,
        int layers,
        int heads,
        int keyValueHeads,
        int headWidth,
        int feedForward,
        double ropeTheta,
        float rmsNormEpsilon,
        int maximumPositions,
        boolean tiedEmbeddings,
        Variant variant) {

    private static final int SIZE_LIMIT = 1 << 24;

    public TransformerConfig {
        checkSize("vocabulary", vocabulary);
        checkSize("width", width);
        checkSize("layers", layers);
        checkSize("heads", heads);
        checkSize("keyValueHeads", keyValueHeads);
        checkSize("headWidth", headWidth);
        checkSize("feedForward", feedForward);
        checkSize("maximumPositions", maximumPositions);
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "heads (%d) must be a multiple of keyValueHeads (%d)"
                            .formatted(heads, keyValueHeads));
        }
        if (headWidth % 2 != 0) {
            throw new IllegalArgumentException(
                    "headWidth must be even for rotary positions, not " + headWidth);
        }
        if (!(ropeTheta > 1) || !(rmsNormEpsilon > 0)) {
            throw new IllegalArgumentException(
                    "ropeTheta (%s) must be above 1 and rmsNormEpsilon (%s) above 0"
                            .formatted(ropeTheta, rmsNormEpsilon));
        }
    }

    /** A plain Llama. */
    public TransformerConfig(
            int vocabulary,
            int width,
            int layers,
            int heads,
            int keyValueHeads,
            int headWidth,
            int feedForward,
            double ropeTheta,
            float rmsNormEpsilon,
            int maximumPositions,
            boolean tiedEmbeddings) {
        this(
                vocabulary,
                width,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                feedForward,
                ropeTheta,
                rmsNormEpsilon,
                maximumPositions,
                tiedEmbeddings,
                Variant.LLAMA);
    }

    /** Width of all query heads together, H * D. */
    public int queryWidth() {
        return heads * headWidth;
    }

    /** Width of all key heads together, G * D; as wide are the values. */
    public int keyValueWidth() {
        return keyValueHeads * headWidth;
    }

    /** The same model over another vocabulary. */
    public TransformerConfig withVocabulary(int size) {
        return new TransformerConfig(
                size,
                width,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                feedForward,
                ropeTheta,
                rmsNormEpsilon,
                maximumPositions,
                tiedEmbeddings,
                variant);
    }

    private static void checkSize(String name, int size) {
        if (size < 1 || size > SIZE_LIMIT) {
            throw new IllegalArgumentException(
                    "%s must be from 1 to %d, not %d".formatted(name, SIZE_LIMIT, size));
        }
    }
}
