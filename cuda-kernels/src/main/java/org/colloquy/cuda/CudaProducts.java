package org.colloquy.cuda;

import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.Tensor;

/**
 * Matrix products; the kernels are those of matmul.cu. Few rows have kernels of their own, and
 * large products have larger tiles.
 */
final class CudaProducts {

    private static final int TILE = 64;
    private static final int LARGE_TILE = 128;
    private static final int FEW_ROWS = 8;
    private static final int FEW_COLUMNS = 128;

    /** Up to here a tile of 64 rows would be mostly empty. */
    private static final int MOST_FEW = 24;

    /** With fewer large tiles some multiprocessors would have none. */
    private static final int LEAST_LARGE = 128;

    private final Launcher launcher;

    CudaProducts(Launcher launcher) {
        this.launcher = launcher;
    }

    /** Of c (M, N), with K products to each element. */
    record Sizes(int m, int k, int n) {

        private long tiles(int rows, int columns) {
            return (long) ((m + rows - 1) / rows) * ((n + columns - 1) / columns);
        }

        private boolean areFew() {
            return m <= MOST_FEW;
        }

        private boolean areLarge() {
            return tiles(LARGE_TILE, LARGE_TILE) >= LEAST_LARGE;
        }
    }

    /** c (M, N) = or += a (M, K) times b (K, N). */
    void multiply(Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        if (sizes.areFew()) {
            launch(CudaKernel.MATMUL_FEW, few(sizes), c, a, b, sizes, adds);
        } else if (sizes.areLarge()) {
            launch(CudaKernel.MATMUL_LARGE, large(sizes), c, a, b, sizes, adds);
        } else {
            launch(CudaKernel.MATMUL, small(sizes), c, a, b, sizes, adds);
        }
    }

    /** c (M, N) = or += a (M, K) times the transpose of b (N, K). */
    void multiplyTransposedB(Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        if (sizes.areFew()) {
            launch(CudaKernel.MATMUL_FEW_TRANSPOSED_B, few(sizes), c, a, b, sizes, adds);
        } else if (sizes.areLarge()) {
            launch(CudaKernel.MATMUL_LARGE_TRANSPOSED_B, large(sizes), c, a, b, sizes, adds);
        } else {
            launch(CudaKernel.MATMUL_TRANSPOSED_B, small(sizes), c, a, b, sizes, adds);
        }
    }

    /** c (M, N) = or += the transpose of a (K, M) times b (K, N). */
    void multiplyTransposedA(Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        if (sizes.areLarge()) {
            launch(CudaKernel.MATMUL_LARGE_TRANSPOSED_A, large(sizes), c, a, b, sizes, adds);
        } else {
            launch(CudaKernel.MATMUL_TRANSPOSED_A, small(sizes), c, a, b, sizes, adds);
        }
    }

    private static Grid few(Sizes sizes) {
        return Grid.ofBlocks(sizes.tiles(FEW_ROWS, FEW_COLUMNS), FEW_COLUMNS);
    }

    private static Grid small(Sizes sizes) {
        return Grid.ofBlocks(sizes.tiles(TILE, TILE), Launcher.THREADS);
    }

    private static Grid large(Sizes sizes) {
        return Grid.ofBlocks(sizes.tiles(LARGE_TILE, LARGE_TILE), Launcher.THREADS);
    }

    private void launch(
            CudaKernel kernel, Grid grid, Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        launcher.launch(
                kernel,
                grid,
                DeviceTensor.of(c),
                DeviceTensor.of(a),
                DeviceTensor.of(b),
                sizes.m(),
                sizes.k(),
                sizes.n(),
                adds ? 1 : 0);
    }
}
