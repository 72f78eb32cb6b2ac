package org.colloquy.tensor;

/** A tensor on the Java heap: a window of a float array. The CPU backends work on these. */
public final class HeapTensor implements Tensor {

    final float[] values;
    final int offset;
    private final int size;

    private HeapTensor(float[] values, int offset, int size) {
        this.values = values;
        this.offset = offset;
        this.size = size;
    }

    /** A tensor of {@code size} zeros. */
    public static HeapTensor zeros(int size) {
        return new HeapTensor(new float[size], 0, size);
    }

    /** A tensor over this very array: writes to either show in both. */
    public static HeapTensor over(float[] values) {
        return new HeapTensor(values, 0, values.length);
    }

    /** The heap tensor that a CPU operation was given. */
    static HeapTensor of(Tensor tensor) {
        if (tensor instanceof HeapTensor heap) {
            return heap;
        }
        throw new IllegalArgumentException(
                "a CPU backend was given a "
                        + tensor.getClass().getSimpleName()
                        + "; allocate tensors with the backend that uses them");
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public HeapTensor slice(int from, int length) {
        if (from < 0 || length < 0 || from > size - length) {
            throw new IllegalArgumentException(
                    "slice of %d from %d does not fit a tensor of %d"
                            .formatted(length, from, size));
        }
        return new HeapTensor(values, offset + from, length);
    }
}
