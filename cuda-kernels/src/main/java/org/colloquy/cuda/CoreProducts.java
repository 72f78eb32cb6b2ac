package org.colloquy.cuda;

import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.TensorBackend.Products;

/**
 * Matrix products on tensor cores; the kernels are those of tensor_matmul.cu. Their bits are not
 * those of the processor, but the same in every run and in any batch.
 */
final class CoreProducts implements CudaProducts {

    private static final int TILE = 128;

    private final Launcher launcher;
    private final CudaKernel kernel;
    private final boolean halves;

    /**
     * @param products one of those on tensor cores
     */
    CoreProducts(Launcher launcher, Products products) {
        this.launcher = launcher;
        kernel =
                products == Products.TF32
                        ? CudaKernel.TENSOR_MATMUL_TF32
                        : CudaKernel.TENSOR_MATMUL_BF16;
        halves = products == Products.BF16_LOGITS;
    }

    @Override
    public boolean takesHalves() {
        return halves;
    }

    @Override
    public void multiply(
            DeviceTensor c, DeviceTensor a, DeviceTensor b, Sizes sizes, Kind kind, boolean adds) {
        launch(launcher, kernel, c, a, b, sizes, kind, adds);
    }

    /** The kernels take any input by its strides, of elements of f32 or bfloat16. */
    static void launch(
            Launcher launcher,
            CudaKernel kernel,
            Object c,
            Object a,
            Object b,
            Sizes sizes,
            Kind kind,
            boolean adds) {
        boolean aTurned = kind == Kind.TRANSPOSED_A;
        boolean bTurned = kind == Kind.TRANSPOSED_B;
        launcher.launch(
                kernel,
                Grid.ofBlocks(sizes.tiles(TILE, TILE), Launcher.THREADS),
                c,
                a,
                b,
                sizes.m(),
                sizes.k(),
                sizes.n(),
                aTurned ? 1 : sizes.k(),
                aTurned ? sizes.m() : 1,
                bTurned ? sizes.k() : 1,
                bTurned ? 1 : sizes.n(),
                adds ? 1 : 0);
    }
}
