package org.colloquy.cuda;

/** A way to form matrix products. */
interface CudaProducts {

    /** Which input is turned. */
    enum Kind {
        /** a (M, K) times b (K, N). */
        PLAIN,
        /** a (M, K) times the transpose of b (N, K). */
        TRANSPOSED_B,
        /** The transpose of a (K, M) times b (K, N). */
        TRANSPOSED_A
    }

    /** Of c (M, N), with K products to each element. */
    record Sizes(int m, int k, int n) {

        /** Tiles of these sides that cover c. */
        long tiles(int rows, int columns) {
            return (long) ((m + rows - 1) / rows) * ((n + columns - 1) / columns);
        }
    }

    /** Whether logits may be rounded to bfloat16, too. */
    default boolean takesHalves() {
        return false;
    }

    /** Whether products may be part of a graph. */
    default boolean canGoTogether() {
        return true;
    }

    /** c (M, N) = or += the product. */
    void multiply(
            DeviceTensor c, DeviceTensor a, DeviceTensor b, Sizes sizes, Kind kind, boolean adds);
}
