package org.colloquy.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;

/**
 * Pinned memory of the host, through which all copies to and from the device go, so that they are
 * queued on the stream as kernels are. A piece is used again once an event says that the copy from
 * it is done.
 */
final class Staging {

    /** What the stream is told of a copy. */
    private static final int UPLOAD = 1000;

    /** Of one piece; longer copies take several. */
    static final int PIECE_BYTES = 1 << 20;

    /** At this many, the oldest copy is waited for: 64 MiB. */
    private static final int MOST_PIECES = 64;

    private final DeviceStream stream;
    private final ArrayDeque<Piece> copying = new ArrayDeque<>();
    private final List<Piece> captured = new ArrayList<>();
    private int pieces;

    /** Some pinned bytes, and the end of the last copy from them. */
    private record Piece(Pointer memory, ByteBuffer bytes, CUevent copied) {}

    Staging(DeviceStream stream) {
        this.stream = stream;
    }

    /**
     * Queues a copy to the device.
     *
     * @param fill puts the bytes from this offset on into the buffer, to its limit
     */
    void upload(CUdeviceptr to, long bytes, ObjIntConsumer<ByteBuffer> fill) {
        for (long from = 0; from < bytes; from += PIECE_BYTES) {
            int size = (int) Math.min(PIECE_BYTES, bytes - from);
            synchronized (stream) {
                Piece piece = take();
                piece.bytes().clear().limit(size);
                fill.accept(piece.bytes(), Math.toIntExact(from));
                stream.queued(UPLOAD);
                Driver.check(
                        cuMemcpyHtoDAsync(to.withByteOffset(from), piece.memory(), size, stream),
                        () -> "a copy of " + bytes + " bytes to the device");
                if (stream.isCapturing()) {
                    captured.add(piece);
                } else {
                    mark(piece);
                    copying.add(piece);
                }
            }
        }
    }

    /**
     * Waits for all that is queued, then copies from the device.
     *
     * @param take is given the bytes in order, piece by piece
     */
    void download(CUdeviceptr from, long bytes, Consumer<ByteBuffer> take) {
        for (long at = 0; at < bytes; at += PIECE_BYTES) {
            int size = (int) Math.min(PIECE_BYTES, bytes - at);
            Piece piece;
            synchronized (stream) {
                if (stream.isCapturing()) {
                    throw new IllegalStateException("a download among operations that go together");
                }
                piece = take();
                Driver.check(
                        cuMemcpyDtoHAsync(piece.memory(), from.withByteOffset(at), size, stream),
                        () -> "a copy of " + bytes + " bytes from the device");
                mark(piece);
            }
            Driver.check(cuEventSynchronize(piece.copied()), "cuEventSynchronize");
            take.accept(piece.bytes().clear().limit(size));
            synchronized (stream) {
                copying.add(piece);
            }
        }
    }

    /** After a graph was started: its copies end when what is queued now ends. */
    void afterCapture() {
        synchronized (stream) {
            captured.forEach(this::mark);
            copying.addAll(captured);
            captured.clear();
        }
    }

    private void mark(Piece piece) {
        Driver.check(cuEventRecord(piece.copied(), stream), "cuEventRecord");
    }

    /** Events end in the order of the stream, so the oldest copy is the first that may be over. */
    private Piece take() {
        Piece oldest = copying.peek();
        if (oldest != null) {
            int result = cuEventQuery(oldest.copied());
            if (result == CUresult.CUDA_ERROR_NOT_READY && pieces >= MOST_PIECES) {
                result = cuEventSynchronize(oldest.copied());
            }
            if (result == CUresult.CUDA_SUCCESS) {
                return copying.remove();
            }
            if (result != CUresult.CUDA_ERROR_NOT_READY) {
                Driver.check(result, "an earlier operation");
            }
        }
        return create();
    }

    private Piece create() {
        Pointer memory = new Pointer();
        Driver.check(
                cuMemHostAlloc(memory, PIECE_BYTES, 0),
                () -> PIECE_BYTES + " bytes of pinned memory");
        CUevent event = new CUevent();
        Driver.check(cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
        pieces++;
        ByteBuffer bytes = memory.getByteBuffer(0, PIECE_BYTES).order(ByteOrder.nativeOrder());
        return new Piece(memory, bytes, event);
    }
}
