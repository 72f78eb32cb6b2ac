package org.colloquy.cuda;

import org.colloquy.cuda.Launcher.Grid;

/**
 * Matrix products with the bits of the processor; the kernels are those of matmul.cu. Few rows have
 * kernels of their own, and large products have larger tiles.
 */
final class ExactProducts implements CudaProducts {

    private static final int TILE = 64;
    private static final int LARGE_TILE = 128;
    private static final int FEW_ROWS = 8;
    private static final int FEW_COLUMNS = 128;

    /** Up to here a tile of 64 rows would be mostly empty. */
    private static final int MOST_FEW = 24;

    /** With fewer large tiles some multiprocessors would have none. */
    private static final int LEAST_LARGE = 128;

    private final Launcher launcher;

    ExactProducts(Launcher launcher) {
        this.launcher = launcher;
    }

    private static boolean areFew(Sizes sizes) {
        return sizes.m() <= MOST_FEW;
    }

    private static boolean areLarge(Sizes sizes) {
        return sizes.tiles(LARGE_TILE, LARGE_TILE) >= LEAST_LARGE;
    }

    @Override
    public void multiply(
            DeviceTensor c, DeviceTensor a, DeviceTensor b, Sizes sizes, Kind kind, boolean adds) {
        boolean few = areFew(sizes) && kind != Kind.TRANSPOSED_A;
        boolean large = areLarge(sizes);
        CudaKernel kernel =
                switch (kind) {
                    case PLAIN ->
                            few
                                    ? CudaKernel.MATMUL_FEW
                                    : large ? CudaKernel.MATMUL_LARGE : CudaKernel.MATMUL;
                    case TRANSPOSED_B ->
                            few
                                    ? CudaKernel.MATMUL_FEW_TRANSPOSED_B
                                    : large
                                            ? CudaKernel.MATMUL_LARGE_TRANSPOSED_B
                                            : CudaKernel.MATMUL_TRANSPOSED_B;
                    case TRANSPOSED_A ->
                            large
                                    ? CudaKernel.MATMUL_LARGE_TRANSPOSED_A
                                    : CudaKernel.MATMUL_TRANSPOSED_A;
                };
        Grid grid = few ? few(sizes) : large ? large(sizes) : small(sizes);
        launcher.launch(kernel, grid, c, a, b, sizes.m(), sizes.k(), sizes.n(), adds ? 1 : 0);
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
}
