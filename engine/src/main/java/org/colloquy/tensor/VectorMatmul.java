package org.colloquy.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products on vectors: the target is cut into parts of some rows by one panel of {@link
 * RowBlock#COLUMNS} columns, and each part walks k in ascending order.
 *
 * <p>The right side is read in place when few rows use it; otherwise a panel of it is first copied
 * to consecutive memory, {@link #PANEL_ROWS} rows at a time. The last, narrow panel is padded with
 * zeros and its target goes through a tile. None of this changes an element's chain.
 */
final class VectorMatmul {

    private static final int COLUMNS = RowBlock.COLUMNS;
    private static final int V = Species.LENGTH;
    private static final int PANEL_ROWS = 512;
    private static final int TILE_ROWS = 96;

    /** From this many rows on, a panel in consecutive memory pays for its copy. */
    private static final int PACKING_ROWS = 256;

    /** Rows a multiple of 4 KiB apart fall on the same few lines of the first cache. */
    private static final int ALIASING_STRIDE = 1024;

    private static final int PADDING = 16;

    /** Below this many multiply-adds a second thread costs more than it brings. */
    private static final long PARALLEL_WORK = 1L << 19;

    private static final int PARTS_PER_THREAD = 8;
    private static final int LEAST_PART_ROWS = 24;

    private final Workers workers;
    private final float[][] panels;
    private final float[][] tiles;
    private float[] padded = new float[0];

    VectorMatmul(Workers workers) {
        this.workers = workers;
        panels = new float[workers.threads()][PANEL_ROWS * COLUMNS];
        tiles = new float[workers.threads()][TILE_ROWS * COLUMNS];
    }

    /**
     * A matrix whose element (i, j) lies at {@code at + i * row + j * column}; one of row and
     * column is 1.
     */
    record Layout(float[] values, int at, int row, int column) {}

    /** c (M, N), rows consecutive, = or += a (M, K) times b (K, N). */
    void multiply(HeapTensor c, Layout a, Layout b, int m, int k, int n, boolean accumulate) {
        if (k == 0 && !accumulate) {
            Arrays.fill(c.values, c.offset, c.offset + m * n, 0f);
        }
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        int panelCount = (n + COLUMNS - 1) / COLUMNS;
        boolean parallel = workers.threads() > 1 && (long) m * k * n >= PARALLEL_WORK;
        int chunkRows = parallel ? chunkRows(m, panelCount) : m;
        int chunks = (m + chunkRows - 1) / chunkRows;
        Product product = new Product(c, unaliased(a, m, k), b, m, k, n, chunkRows, accumulate);
        if (parallel) {
            workers.run(chunks * panelCount, product::part);
        } else {
            for (int part = 0; part < panelCount; part++) {
                product.part(part, 0);
            }
        }
    }

    private int chunkRows(int m, int panelCount) {
        int wanted = PARTS_PER_THREAD * workers.threads() / panelCount + 1;
        int chunks = Math.clamp(m / LEAST_PART_ROWS, 1, wanted);
        int blocks = (m + RowBlock.MAX_ROWS - 1) / RowBlock.MAX_ROWS;
        return (blocks + chunks - 1) / chunks * RowBlock.MAX_ROWS;
    }

    private Layout unaliased(Layout a, int m, int k) {
        if (a.column != 1 || a.row % ALIASING_STRIDE != 0 || m < RowBlock.MAX_ROWS) {
            return a;
        }
        int stride = k + PADDING;
        if (padded.length < m * stride) {
            padded = new float[m * stride];
        }
        for (int i = 0; i < m; i++) {
            System.arraycopy(a.values, a.at + i * a.row, padded, i * stride, k);
        }
        return new Layout(padded, 0, stride, 1);
    }

    private final class Product {

        private final HeapTensor c;
        private final Layout a;
        private final Layout b;
        private final int m;
        private final int k;
        private final int n;
        private final int chunkRows;
        private final boolean accumulate;
        private final boolean packs;

        Product(
                HeapTensor c,
                Layout a,
                Layout b,
                int m,
                int k,
                int n,
                int chunkRows,
                boolean accumulate) {
            this.c = c;
            this.a = a;
            this.b = b;
            this.m = m;
            this.k = k;
            this.n = n;
            this.chunkRows = chunkRows;
            this.accumulate = accumulate;
            packs =
                    b.column != 1
                            || m >= PACKING_ROWS
                            || (m > 2 * RowBlock.MAX_ROWS && b.row % ALIASING_STRIDE == 0);
        }

        void part(int part, int slot) {
            int panelCount = (n + COLUMNS - 1) / COLUMNS;
            int column = part % panelCount * COLUMNS;
            int row = part / panelCount * chunkRows;
            int rows = Math.min(chunkRows, m - row);
            boolean full = n - column >= COLUMNS;
            if (full && !packs) {
                RowBlock block =
                        new RowBlock(
                                a.values,
                                a.row,
                                a.column,
                                b.values,
                                b.row,
                                c.values,
                                n,
                                accumulate);
                int target = c.offset + row * n + column;
                block.multiply(rows, a.at + row * a.row, b.at + column, target, k);
                return;
            }
            for (int p = 0; p < k; p += PANEL_ROWS) {
                int depth = Math.min(PANEL_ROWS, k - p);
                pack(p, depth, column, panels[slot]);
                if (full) {
                    packed(row, rows, column, p, depth, slot);
                } else {
                    for (int r = 0; r < rows; r += TILE_ROWS) {
                        narrow(row + r, Math.min(TILE_ROWS, rows - r), column, p, depth, slot);
                    }
                }
            }
        }

        private void packed(int row, int rows, int column, int p, int depth, int slot) {
            boolean adds = accumulate || p > 0;
            RowBlock block =
                    new RowBlock(
                            a.values, a.row, a.column, panels[slot], COLUMNS, c.values, n, adds);
            int left = a.at + row * a.row + p * a.column;
            block.multiply(rows, left, 0, c.offset + row * n + column, depth);
        }

        private void narrow(int row, int rows, int column, int p, int depth, int slot) {
            boolean adds = accumulate || p > 0;
            float[] tile = tiles[slot];
            int width = n - column;
            int target = c.offset + row * n + column;
            if (adds) {
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(c.values, target + i * n, tile, i * COLUMNS, width);
                }
            }
            RowBlock block =
                    new RowBlock(
                            a.values, a.row, a.column, panels[slot], COLUMNS, tile, COLUMNS, adds);
            block.multiply(rows, a.at + row * a.row + p * a.column, 0, 0, depth);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(tile, i * COLUMNS, c.values, target + i * n, width);
            }
        }

        private void pack(int p, int depth, int column, float[] panel) {
            int width = Math.min(COLUMNS, n - column);
            int source = b.at + p * b.row + column * b.column;
            if (b.column == 1 && width == COLUMNS) {
                for (int i = 0; i < depth; i++) {
                    int at = source + i * b.row;
                    FloatVector.fromArray(Species.FLOAT, b.values, at)
                            .intoArray(panel, i * COLUMNS);
                    FloatVector.fromArray(Species.FLOAT, b.values, at + V)
                            .intoArray(panel, i * COLUMNS + V);
                }
            } else if (b.column == 1) {
                for (int i = 0; i < depth; i++) {
                    int target = i * COLUMNS;
                    System.arraycopy(b.values, source + i * b.row, panel, target, width);
                    Arrays.fill(panel, target + width, target + COLUMNS, 0f);
                }
            } else {
                if (width < COLUMNS) {
                    Arrays.fill(panel, 0, depth * COLUMNS, 0f);
                }
                Transposition.copy(b.values, source, b.column, width, depth, panel, COLUMNS);
            }
        }
    }
}
