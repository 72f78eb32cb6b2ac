package org.colloquy.cuda;

import java.util.Arrays;
import jcuda.Sizeof;
import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Attention; the kernels are those of attention.cu. A block has one row and head, and holds the
 * scores of all its keys in shared memory, which bounds their number.
 *
 * <p>The backward pass keeps probabilities and slopes of some rows at a time, so that they fit the
 * scratch; since chains go over ascending rows, the cuts change no bit.
 */
final class CudaAttention {

    private static final int THREADS = 128;
    private static final int LARGEST_WIDTH = 1024;
    private static final long SCRATCH_FLOATS = 1L << 26;

    private final CudaDevice device;
    private final DeviceMemory memory;
    private final Launcher launcher;

    CudaAttention(CudaDevice device) {
        this.device = device;
        memory = device.memory();
        launcher = device.launcher();
    }

    /** The rows of the key-value store that each of T rows attends to, both ends inclusive. */
    record Keys(int[] first, int[] last) {

        int rows() {
            return first.length;
        }

        /** The greatest number of keys of a row. */
        int most() {
            int most = 0;
            for (int t = 0; t < first.length; t++) {
                most = Math.max(most, last[t] - first[t] + 1);
            }
            return most;
        }

        Keys range(int from, int to) {
            return new Keys(
                    Arrays.copyOfRange(first, from, to), Arrays.copyOfRange(last, from, to));
        }
    }

    /** What a backward pass sets, dQ (T, H, D), dK, dV (R, G, D), and its dOut (T, H, D). */
    record Gradients(Tensor dQ, Tensor dK, Tensor dV, Tensor dOut) {}

    void forward(Tensor out, Tensor q, Tensor k, Tensor v, Keys keys, AttentionShape shape) {
        Grid grid = grid("attention", keys, shape, 1);
        try (DeviceBuffer first = memory.of(keys.first());
                DeviceBuffer last = memory.of(keys.last())) {
            launcher.launch(
                    CudaKernel.ATTENTION,
                    grid,
                    DeviceTensor.of(out),
                    DeviceTensor.of(q),
                    DeviceTensor.of(k),
                    DeviceTensor.of(v),
                    first,
                    last,
                    shape.scale(),
                    shape.heads(),
                    shape.keyValueHeads(),
                    shape.headWidth());
        }
    }

    void backward(
            Gradients gradients, Tensor q, Tensor k, Tensor v, Keys keys, AttentionShape shape) {
        long floatsOfRow = (long) shape.heads() * Math.max(1, keys.most());
        int rows = (int) Math.clamp(SCRATCH_FLOATS / floatsOfRow, 1, Math.max(1, keys.rows()));
        for (int from = 0; from < keys.rows(); from += rows) {
            int to = Math.min(keys.rows(), from + rows);
            int width = shape.heads() * shape.headWidth();
            Gradients some =
                    new Gradients(
                            gradients.dQ().slice(from * width, (to - from) * width),
                            gradients.dK(),
                            gradients.dV(),
                            gradients.dOut().slice(from * width, (to - from) * width));
            Tensor queries = q.slice(from * width, (to - from) * width);
            backwardOfRows(some, queries, k, v, keys.range(from, to), shape);
        }
    }

    private void backwardOfRows(
            Gradients gradients, Tensor q, Tensor k, Tensor v, Keys keys, AttentionShape shape) {
        int most = keys.most();
        Grid grid = grid("attentionBackward", keys, shape, 2);
        long scratchBytes = (long) keys.rows() * shape.heads() * most * Sizeof.FLOAT;
        long pairs = gradients.dK().size() / shape.headWidth();
        int threads = Math.min(LARGEST_WIDTH, (shape.headWidth() + 31) / 32 * 32);
        try (DeviceBuffer first = memory.of(keys.first());
                DeviceBuffer last = memory.of(keys.last());
                DeviceBuffer probabilities = memory.allocate(scratchBytes);
                DeviceBuffer dScores = memory.allocate(scratchBytes)) {
            launcher.launch(
                    CudaKernel.ATTENTION_BACKWARD,
                    grid,
                    DeviceTensor.of(gradients.dQ()),
                    probabilities,
                    dScores,
                    DeviceTensor.of(gradients.dOut()),
                    DeviceTensor.of(q),
                    DeviceTensor.of(k),
                    DeviceTensor.of(v),
                    first,
                    last,
                    shape.scale(),
                    shape.heads(),
                    shape.keyValueHeads(),
                    shape.headWidth(),
                    most);
            launcher.launch(
                    CudaKernel.ATTENTION_BACKWARD_KEYS,
                    Grid.ofBlocks(pairs, threads),
                    DeviceTensor.of(gradients.dK()),
                    DeviceTensor.of(gradients.dV()),
                    probabilities,
                    dScores,
                    DeviceTensor.of(gradients.dOut()),
                    DeviceTensor.of(q),
                    first,
                    last,
                    keys.rows(),
                    shape.heads(),
                    shape.keyValueHeads(),
                    shape.headWidth(),
                    most);
        }
    }

    private Grid grid(String op, Keys keys, AttentionShape shape, int floatsOfKey) {
        int staticBytes = 1024;
        int room = (device.facts().sharedBytes() - staticBytes) / (floatsOfKey * Sizeof.FLOAT);
        if (keys.most() > room) {
            throw new IllegalArgumentException(
                    "%s: a row attends to %d keys, but a block of this device has room for %d"
                            .formatted(op, keys.most(), room));
        }
        return new Grid(
                (long) keys.rows() * shape.heads(),
                THREADS,
                floatsOfKey * Sizeof.FLOAT * keys.most());
    }
}
