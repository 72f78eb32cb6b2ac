package org.colloquy.cuda;

/**
 * A call of the CUDA driver failed; the message names the call, its shapes and the driver's error.
 */
public final class CudaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CudaException(String message) {
        super(message);
    }
}
