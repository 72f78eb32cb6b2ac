package org.colloquy.tensor;

/**
 * A flat run of 32-bit floats that belongs to one backend; shapes are the caller's business and
 * stand in comments, row-major, the last axis contiguous.
 *
 * <p>Only {@link TensorOps} of the backend that made it may read or write its contents.
 */
public interface Tensor {

    /** Number of elements. */
    int size();

    /** A view of {@code length} elements from {@code offset}; it shares the contents. */
    Tensor slice(int offset, int length);
}
