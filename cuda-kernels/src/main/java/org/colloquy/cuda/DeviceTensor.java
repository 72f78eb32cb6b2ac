package org.colloquy.cuda;

import jcuda.Sizeof;
import jcuda.driver.CUdeviceptr;
import org.colloquy.tensor.Tensor;

/** A tensor in the device's memory: a window of a buffer of floats. */
final class DeviceTensor implements Tensor {

    private final DeviceBuffer buffer;
    private final long offset;
    private final int size;

    private DeviceTensor(DeviceBuffer buffer, long offset, int size) {
        this.buffer = buffer;
        this.offset = offset;
        this.size = size;
    }

    static DeviceTensor over(DeviceBuffer buffer, int size) {
        return new DeviceTensor(buffer, 0, size);
    }

    /** The device's tensor that an operation of this backend was given. */
    static DeviceTensor of(Tensor tensor) {
        if (tensor instanceof DeviceTensor ours) {
            return ours;
        }
        throw new IllegalArgumentException(
                "the CUDA backend was given a "
                        + tensor.getClass().getSimpleName()
                        + "; allocate tensors with the backend that uses them");
    }

    CUdeviceptr address() {
        return buffer.address().withByteOffset(offset * Sizeof.FLOAT);
    }

    /** The address as a number, for functions outside JCuda. */
    long number() {
        return new Address(buffer.address()).number() + offset * Sizeof.FLOAT;
    }

    /** JCuda lets those who extend its pointer see it. */
    private static final class Address extends CUdeviceptr {

        Address(CUdeviceptr pointer) {
            super(pointer);
        }

        long number() {
            return getNativePointer() + getByteOffset();
        }
    }

    long bytes() {
        return (long) size * Sizeof.FLOAT;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DeviceTensor slice(int from, int length) {
        if (from < 0 || length < 0 || from > size - length) {
            throw new IllegalArgumentException(
                    "slice of %d from %d does not fit a tensor of %d"
                            .formatted(length, from, size));
        }
        return new DeviceTensor(buffer, offset + from, length);
    }

    @Override
    public String toString() {
        return "f32[" + size + "]";
    }
}
