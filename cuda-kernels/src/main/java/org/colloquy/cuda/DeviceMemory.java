package org.colloquy.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoD;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD32;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;

/**
 * The device's memory: allocations that keep what was given back for the next of about its size.
 *
 * <p>All work is on one stream, so a block may be given away again while earlier work still reads
 * it. When the device is full, kept blocks are freed, then the garbage collector is asked for
 * tensors that nobody holds any more.
 */
final class DeviceMemory implements AutoCloseable {

    private static final long SMALLEST_BYTES = 16;
    private static final int WASTE_SHARE = 8;
    private static final int WAITS = 80;
    private static final int WAIT_MILLIS = 50;
    private static final int WAITS_PER_COLLECTION = 10;

    private final CudaDevice device;
    private final TreeMap<Long, ArrayDeque<Block>> kept = new TreeMap<>();
    private long heldBytes;

    /** An allocation of the driver's. */
    record Block(CUdeviceptr address, long bytes) {}

    DeviceMemory(CudaDevice device) {
        this.device = device;
    }

    /** A buffer whose content is not defined. */
    DeviceBuffer allocate(long bytes) {
        long wanted = Math.max(SMALLEST_BYTES, bytes);
        device.makeCurrent();
        return new DeviceBuffer(this, block(wanted), bytes);
    }

    private Block block(long bytes) {
        Block block = new Block(new CUdeviceptr(), bytes);
        for (int wait = 0; ; wait++) {
            synchronized (this) {
                Map.Entry<Long, ArrayDeque<Block>> found = kept.ceilingEntry(bytes);
                if (found != null && found.getKey() <= bytes + bytes / WASTE_SHARE) {
                    return take(found);
                }
                int result = cuMemAlloc(block.address(), bytes);
                if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY && wait < WAITS) {
                    freeKept();
                    result = cuMemAlloc(block.address(), bytes);
                }
                if (result == CUresult.CUDA_SUCCESS) {
                    heldBytes += bytes;
                    return block;
                }
                if (result != CUresult.CUDA_ERROR_OUT_OF_MEMORY || wait == WAITS) {
                    Driver.check(result, () -> failure(bytes));
                }
            }
            collect(bytes, wait % WAITS_PER_COLLECTION == 0);
        }
    }

    private Block take(Map.Entry<Long, ArrayDeque<Block>> found) {
        Block block = found.getValue().pop();
        if (found.getValue().isEmpty()) {
            kept.remove(found.getKey());
        }
        return block;
    }

    private String failure(long bytes) {
        return "%d bytes of device memory, beside the %d in use".formatted(bytes, heldBytes);
    }

    /** Tensors that the collector finds are given back by a thread of its own, a little later. */
    private void collect(long bytes, boolean again) {
        if (again) {
            System.gc();
        }
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CudaException(failure(bytes) + ": interrupted");
        }
    }

    synchronized void giveBack(Block block) {
        kept.computeIfAbsent(block.bytes(), bytes -> new ArrayDeque<>()).push(block);
    }

    private synchronized void freeKept() {
        for (ArrayDeque<Block> blocks : kept.values()) {
            for (Block block : blocks) {
                Driver.check(cuMemFree(block.address()), "cuMemFree");
                heldBytes -= block.bytes();
            }
        }
        kept.clear();
    }

    /** A buffer of these ints. */
    DeviceBuffer of(int[] values) {
        return copied(Pointer.to(values), (long) values.length * Sizeof.INT);
    }

    /** A buffer of these floats. */
    DeviceBuffer of(float[] values) {
        return copied(Pointer.to(values), (long) values.length * Sizeof.FLOAT);
    }

    /** A buffer of these longs. */
    DeviceBuffer of(long[] values) {
        return copied(Pointer.to(values), (long) values.length * Sizeof.LONG);
    }

    private DeviceBuffer copied(Pointer from, long bytes) {
        DeviceBuffer buffer = allocate(bytes);
        if (bytes > 0) {
            Driver.check(
                    cuMemcpyHtoD(buffer.address(), from, bytes),
                    () -> "a copy of " + bytes + " bytes to the device");
        }
        return buffer;
    }

    void upload(DeviceTensor target, float[] source) {
        device.makeCurrent();
        Driver.check(
                cuMemcpyHtoD(target.address(), Pointer.to(source), target.bytes()),
                () -> "a copy to the device of " + target);
    }

    void download(DeviceTensor source, float[] target) {
        device.makeCurrent();
        Driver.check(
                cuMemcpyDtoH(Pointer.to(target), source.address(), source.bytes()),
                () -> "a copy from the device of " + source);
    }

    /** The first bytes of a buffer into an array. */
    void download(DeviceBuffer source, Pointer target, long bytes) {
        device.makeCurrent();
        Driver.check(
                cuMemcpyDtoH(target, source.address(), bytes),
                () -> "a copy of " + bytes + " bytes from the device");
    }

    void copy(DeviceTensor target, DeviceTensor source) {
        device.makeCurrent();
        Driver.check(
                cuMemcpyDtoD(target.address(), source.address(), source.bytes()),
                () -> "a copy of " + source + " to " + target);
    }

    /** A buffer of zeros. */
    DeviceBuffer zeros(long bytes) {
        DeviceBuffer buffer = allocate(bytes);
        Driver.check(
                cuMemsetD32(buffer.address(), 0, bytes / Sizeof.INT),
                () -> "zeros in " + bytes + " bytes");
        return buffer;
    }

    @Override
    public void close() {
        device.makeCurrent();
        freeKept();
    }
}
