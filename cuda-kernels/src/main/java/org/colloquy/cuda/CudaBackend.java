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

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Finding look() {
        try {
            return new Finding.Usable(device().facts().words());
        } catch (CudaException unusable) {
            return new Finding.Unusable(String.valueOf(unusable.getMessage()));
        }
    }

    @Override
    public TensorOps open() {
        try {
            return new CudaOps(device());
        } catch (CudaException unusable) {
            throw new IllegalStateException(
                    "the CUDA backend cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    static synchronized CudaDevice device() {
        if (opened.isEmpty()) {
            opened = Optional.of(CudaDevice.open());
        }
        return opened.get();
    }
}
