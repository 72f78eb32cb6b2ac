package org.colloquy.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that goes together, and copies through pinned memory. */
class StreamTest {

    private TensorOps ops;

    @BeforeEach
    void startEmulator() {
        CudaDeviceTest.open();
        ops = new CudaBackend().open();
    }

    @AfterEach
    void putBack() {
        Emulator.set("memoryBytes", 4L << 30);
        ops.close();
    }

    private float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        ops.download(tensor, values);
        return values;
    }

    /** The same kinds of work with other sizes and addresses take the earlier graph's place. */
    @Test
    void workThatGoesTogetherIsDoneOnceAndInOrder() {
        for (int round = 1; round <= 3; round++) {
            Tensor x = ops.allocate(3 * round);
            ops.together(
                    () -> {
                        ops.fill(x, 1f);
                        ops.add(x, x);
                        ops.upload(x.slice(0, 1), new float[] {7f});
                    });
            float[] expected = new float[3 * round];
            Arrays.fill(expected, 2f);
            expected[0] = 7f;
            assertArrayEquals(expected, values(x));
        }
    }

    @Test
    void nothingIsDoneOfWorkThatFailsOnItsWay() {
        Tensor x = ops.allocate(2);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        ops.together(
                                () -> {
                                    ops.fill(x, 1f);
                                    throw new IllegalArgumentException("on purpose");
                                }));
        assertArrayEquals(new float[2], values(x));
        ops.fill(x, 3f);
        assertArrayEquals(new float[] {3f, 3f}, values(x));
    }

    @Test
    void aDownloadAmongWorkThatGoesTogetherIsRefused() {
        Tensor x = ops.allocate(2);
        String message =
                assertThrows(
                                IllegalStateException.class,
                                () -> ops.together(() -> ops.download(x, new float[2])))
                        .getMessage();
        assertEquals("a download among operations that go together", message);
    }

    /** What was forgotten can be collected only once nothing is gathered; then the work is done. */
    @Test
    void workIsDonePieceByPieceWhereMemoryRunsOutOnTheWay() {
        Emulator.set("memoryBytes", 3 << 20);
        Tensor x = ops.allocate(4);
        ops.together(
                () -> {
                    for (int i = 0; i < 40; i++) {
                        ops.fill(ops.allocate(1 << 15), 1f);
                    }
                    ops.fill(x, 5f);
                });
        assertArrayEquals(new float[] {5f, 5f, 5f, 5f}, values(x));
    }

    @Test
    void longCopiesGoInPieces() {
        float[] source = new float[Staging.PIECE_BYTES / 2 + 3];
        for (int i = 0; i < source.length; i++) {
            source[i] = i;
        }
        Tensor x = ops.allocate(source.length);
        ops.upload(x, source);
        assertArrayEquals(source, values(x));
    }
}
