package org.colloquy.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import jcuda.Sizeof;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;

/**
 * The device's memory: allocations that keep what was given back for the next of about its size.
 *
 * <p>All work is on one stream, so a block may be given away again while earlier work still reads
 * it. When the device is full, kept blocks are freed, then the garbage collector is asked for
 * tensors that nobody holds any more. While a thread gathers work that goes together nothing is
 * freed, since that work may still need it.
 */
final class DeviceMemory implements AutoCloseable {

    private static final long SMALLEST_BYTES = 16;
    private static final int WASTE_SHARE = 8;
    private static final int WAITS = 80;
    private static final int WAIT_MILLIS = 50;
    private static final int WAITS_PER_COLLECTION = 10;

    /** What the stream is told of its work. */
    private static final int COPY = 1001;

    private static final int ZEROS = 1002;

    private final CudaDevice device;
    private final DeviceStream stream;
    private final Staging staging;
    private final TreeMap<Long, ArrayDeque<Block>> kept = new TreeMap<>();
    private long heldBytes;

    /** An allocation of the driver's. */
    record Block(CUdeviceptr address, long bytes) {}

    DeviceMemory(CudaDevice device) {
        this.device = device;
        stream = device.stream();
        staging = new Staging(stream);
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
                boolean gathers = stream.isCapturing();
                boolean isFull = result == CUresult.CUDA_ERROR_OUT_OF_MEMORY;
                if (isFull && gathers && Thread.holdsLock(stream)) {
                    throw new DeviceFullException(failure(bytes));
                }
                if (isFull && !gathers && wait < WAITS) {
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
        DeviceBuffer buffer = allocate((long) values.length * Sizeof.INT);
        staging.upload(
                buffer.address(),
                buffer.bytes(),
                (to, from) ->
                        to.asIntBuffer().put(values, from / Sizeof.INT, to.limit() / Sizeof.INT));
        return buffer;
    }

    /** A buffer of these floats. */
    DeviceBuffer of(float[] values) {
        DeviceBuffer buffer = allocate((long) values.length * Sizeof.FLOAT);
        upload(buffer.address(), values);
        return buffer;
    }

    /** A buffer of these longs. */
    DeviceBuffer of(long[] values) {
        DeviceBuffer buffer = allocate((long) values.length * Sizeof.LONG);
        staging.upload(
                buffer.address(),
                buffer.bytes(),
                (to, from) ->
                        to.asLongBuffer()
                                .put(values, from / Sizeof.LONG, to.limit() / Sizeof.LONG));
        return buffer;
    }

    private void upload(CUdeviceptr to, float[] values) {
        device.makeCurrent();
        staging.upload(
                to,
                (long) values.length * Sizeof.FLOAT,
                (piece, from) ->
                        piece.asFloatBuffer()
                                .put(values, from / Sizeof.FLOAT, piece.limit() / Sizeof.FLOAT));
    }

    void upload(DeviceTensor target, float[] source) {
        upload(target.address(), source);
    }

    void download(DeviceTensor source, float[] target) {
        download(source.address(), target);
    }

    /** The first floats of a buffer. */
    void download(DeviceBuffer source, float[] target) {
        download(source.address(), target);
    }

    private void download(CUdeviceptr from, float[] target) {
        device.makeCurrent();
        int[] at = {0};
        staging.download(
                from,
                (long) target.length * Sizeof.FLOAT,
                piece -> {
                    int count = piece.limit() / Sizeof.FLOAT;
                    piece.asFloatBuffer().get(target, at[0], count);
                    at[0] += count;
                });
    }

    /** The first ints of a buffer. */
    void download(DeviceBuffer source, int[] target) {
        device.makeCurrent();
        int[] at = {0};
        staging.download(
                source.address(),
                (long) target.length * Sizeof.INT,
                piece -> {
                    int count = piece.limit() / Sizeof.INT;
                    piece.asIntBuffer().get(target, at[0], count);
                    at[0] += count;
                });
    }

    /** The first double of a buffer. */
    double downloadDouble(DeviceBuffer source) {
        device.makeCurrent();
        double[] value = {0};
        staging.download(source.address(), Sizeof.DOUBLE, piece -> value[0] = piece.getDouble(0));
        return value[0];
    }

    void copy(DeviceTensor target, DeviceTensor source) {
        device.makeCurrent();
        synchronized (stream) {
            stream.queued(COPY);
            Driver.check(
                    cuMemcpyDtoDAsync(target.address(), source.address(), source.bytes(), stream),
                    () -> "a copy of " + source + " to " + target);
        }
    }

    /** A buffer of zeros. */
    DeviceBuffer zeros(long bytes) {
        DeviceBuffer buffer = allocate(bytes);
        if (bytes > 0) {
            synchronized (stream) {
                stream.queued(ZEROS);
                Driver.check(
                        cuMemsetD32Async(buffer.address(), 0, bytes / Sizeof.INT, stream),
                        () -> "zeros in " + bytes + " bytes");
            }
        }
        return buffer;
    }

    /** After a graph was started. */
    void afterCapture() {
        staging.afterCapture();
    }

    @Override
    public void close() {
        device.makeCurrent();
        freeKept();
    }
}
