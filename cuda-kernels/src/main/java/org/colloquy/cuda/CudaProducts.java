package org.colloquy.cuda;

import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.Tensor;

/** Matrix products; the kernels are those of matmul.cu. Few rows have kernels of their own. */
final class CudaProducts {

    private static final int TILE = 64;
    private static final int FEW_ROWS = 8;
    private static final int FEW_COLUMNS = 128;

    /** Up to here a tile of 64 rows would be mostly empty. */
    private static final int MOST_FEW = 24;

    private final Launcher launcher;

    CudaProducts(Launcher launcher) {
        this.launcher = launcher;
    }

    /** Of c (M, N), with K products to each element. */
    record Sizes(int m, int k, int n) {}

    /** c (M, N) = or += a (M, K) times b (K, N). */
    void multiply(Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        boolean few = sizes.m() <= MOST_FEW;
        launch(few ? CudaKernel.MATMUL_FEW : CudaKernel.MATMUL, c, a, b, sizes, adds);
    }

    /** c (M, N) = or += a (M, K) times the transpose of b (N, K). */
    void multiplyTransposedB(Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        boolean few = sizes.m() <= MOST_FEW;
        launch(
                few ? CudaKernel.MATMUL_FEW_TRANSPOSED_B : CudaKernel.MATMUL_TRANSPOSED_B,
                c,
                a,
                b,
                sizes,
                adds);
    }

    /** c (M, N) = or += the transpose of a (K, M) times b (K, N). */
    void multiplyTransposedA(Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        launch(CudaKernel.MATMUL_TRANSPOSED_A, c, a, b, sizes, adds);
    }

    private void launch(
            CudaKernel kernel, Tensor c, Tensor a, Tensor b, Sizes sizes, boolean adds) {
        launcher.launch(
                kernel,
                grid(kernel, sizes),
                DeviceTensor.of(c),
                DeviceTensor.of(a),
                DeviceTensor.of(b),
                sizes.m(),
                sizes.k(),
                sizes.n(),
                adds ? 1 : 0);
    }

    private static Grid grid(CudaKernel kernel, Sizes sizes) {
        return switch (kernel) {
            case MATMUL_FEW, MATMUL_FEW_TRANSPOSED_B ->
                    Grid.ofBlocks(blocks(sizes, FEW_ROWS, FEW_COLUMNS), FEW_COLUMNS);
            default -> Grid.ofBlocks(blocks(sizes, TILE, TILE), Launcher.THREADS);
        };
    }

    private static long blocks(Sizes sizes, int rows, int columns) {
        return (long) ((sizes.m() + rows - 1) / rows) * ((sizes.n() + columns - 1) / columns);
    }
}
