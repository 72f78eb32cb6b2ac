package org.colloquy.cuda;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.colloquy.cuda.Launcher.Grid;

/** Rows by number; the kernels are those of rows.cu. */
final class CudaRows {

    private final DeviceMemory memory;
    private final Launcher launcher;

    CudaRows(DeviceMemory memory, Launcher launcher) {
        this.memory = memory;
        this.launcher = launcher;
    }

    /** out (T, C): row t is row ids[t] of table. */
    void gather(DeviceTensor out, DeviceTensor table, int[] ids, int width) {
        int n = ids.length * width;
        try (DeviceBuffer rows = memory.of(ids)) {
            launcher.launch(CudaKernel.GATHER_ROWS, Grid.ofElements(n), out, table, rows, width, n);
        }
    }

    /** Row rows[t] of target becomes row t of source (T, C). */
    void scatter(DeviceTensor target, DeviceTensor source, int[] places, int width) {
        int n = places.length * width;
        try (DeviceBuffer rows = memory.of(places)) {
            launcher.launch(
                    CudaKernel.SCATTER_ROWS, Grid.ofElements(n), target, source, rows, width, n);
        }
    }

    /**
     * dTable row ids[t] += row t of dOut (T, C), in ascending t: the rows of dOut are sorted by
     * their id here, so that on the device each row of dTable has threads of its own.
     */
    void gatherBackward(DeviceTensor dTable, DeviceTensor dOut, int[] ids, int width) {
        int[] order =
                IntStream.range(0, ids.length)
                        .mapToLong(t -> (long) ids[t] << Integer.SIZE | t)
                        .sorted()
                        .mapToInt(key -> (int) key)
                        .toArray();
        int[] distinct = new int[ids.length];
        int[] starts = new int[ids.length + 1];
        int count = 0;
        for (int at = 0; at < order.length; at++) {
            if (at == 0 || ids[order[at]] != ids[order[at - 1]]) {
                distinct[count] = ids[order[at]];
                starts[count++] = at;
            }
        }
        starts[count] = order.length;
        int n = count * width;
        try (DeviceBuffer rows = memory.of(Arrays.copyOf(distinct, count));
                DeviceBuffer from = memory.of(Arrays.copyOf(starts, count + 1));
                DeviceBuffer sorted = memory.of(order)) {
            launcher.launch(
                    CudaKernel.GATHER_ROWS_BACKWARD,
                    Grid.ofElements(n),
                    dTable,
                    dOut,
                    rows,
                    from,
                    sorted,
                    width,
                    n);
        }
    }
}
