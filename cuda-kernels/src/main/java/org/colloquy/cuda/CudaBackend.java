package org.colloquy.cuda;

import java.util.Optional;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorOps;

/**
 * Our CUDA kernels on the first NVIDIA GPU. The device is opened on first use and stays open for
 * the life of the JVM; all instances share it.
 */
public final class CudaBackend implements TensorBackend {

    private static Optional<CudaDevice> opened = Optional.empty();
    private static Optional<Cublas> library = Optional.empty();

    private final Products products;

    /** With the products that the contract of operations asks for. */
    public CudaBackend() {
        this(Products.OURS);
    }

    private CudaBackend(Products products) {
        this.products = products;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Finding look() {
        try {
            String words = device().facts().words();
            return new Finding.Usable(
                    switch (products) {
                        case OURS -> words;
                        case TF32, BF16, BF16_LOGITS ->
                                words + ", products on tensor cores by " + products;
                        case CUBLAS -> words + ", products by " + library().words();
                    });
        } catch (CudaException unusable) {
            return new Finding.Unusable(String.valueOf(unusable.getMessage()));
        }
    }

    @Override
    public TensorOps open() {
        try {
            return new CudaOps(device(), products());
        } catch (CudaException unusable) {
            throw new IllegalStateException(
                    "the CUDA backend cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public Optional<TensorBackend> with(Products others) {
        return Optional.of(new CudaBackend(others));
    }

    private CudaProducts products() {
        return switch (products) {
            case OURS -> new ExactProducts(device().launcher());
            case TF32, BF16, BF16_LOGITS -> new CoreProducts(device().launcher(), products);
            case CUBLAS -> library();
        };
    }

    private static synchronized Cublas library() {
        if (library.isEmpty()) {
            library = Optional.of(Cublas.open(device()));
        }
        return library.get();
    }

    static synchronized CudaDevice device() {
        if (opened.isEmpty()) {
            opened = Optional.of(CudaDevice.open());
        }
        return opened.get();
    }
}
