package org.colloquy.tensor;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products on vectors: the target is cut into rows and panels of {@link RowBlock#COLUMNS}
 * columns, and every part walks k in ascending order.
 *
 * <p>When few rows use the right side, and it is small enough for the caches, it is read in place.
 * Otherwise it is copied, {@link #DEPTH} rows at a time, so that each panel is consecutive, and as
 * a panel is not a multiple of 4 KiB long they do not fall on the same lines of a cache; then each
 * part takes some rows, whose left side stays in the second cache, through all panels. The last,
 * narrow panel is padded with zeros and its target goes through a tile. None of this changes an
 * element's chain.
 */
final class VectorMatmul {

    private static final int COLUMNS = RowBlock.COLUMNS;
    private static final int V = Species.LENGTH;

    /** Rows of the right side that are copied at a time. */
    private static final int DEPTH = 512;

    /** Panels that one thread copies and uses before the next, so that they stay in its cache. */
    private static final int GROUP = 8;

    private static final int PART_ROWS = 96;
    private static final int LEAST_PART_ROWS = 24;
    private static final int PARTS_PER_THREAD = 4;

    /** Below this many rows a copy of the right side does not pay. */
    private static final int COPYING_ROWS = 48;

    /** Up to this many elements the right side is read in place by more rows, too. */
    private static final int IN_PLACE_ELEMENTS = 1 << 16;

    private static final int IN_PLACE_ROWS = 256;

    /** Rows a multiple of 4 KiB apart fall on the same few lines of the first cache. */
    private static final int ALIASING_STRIDE = 1024;

    private static final int PADDING = 16;

    /** Below this many multiply-adds a second thread costs more than it brings. */
    private static final long PARALLEL_WORK = 1L << 19;

    /** Below this many elements the caller copies alone. */
    private static final int PARALLEL_COPY = 1 << 16;

    private final Workers workers;
    private final float[][] panels; // for each thread, one panel
    private final float[][] tiles; // for each thread, the target of a narrow panel
    private float[] copied = new float[0]; // a group of panels of DEPTH rows
    private float[] spaced = new float[0]; // the left side without aliasing rows

    VectorMatmul(Workers workers) {
        this.workers = workers;
        panels = new float[workers.threads()][DEPTH * COLUMNS];
        tiles = new float[workers.threads()][PART_ROWS * COLUMNS];
    }

    /**
     * A matrix whose element (i, j) lies at {@code at + i * row + j * column}; one of row and
     * column is 1.
     */
    record Layout(float[] values, int at, int row, int column) {

        int at(int i, int j) {
            return at + i * row + j * column;
        }
    }

    /** c (M, N), rows consecutive, = or += a (M, K) times b (K, N). */
    void multiply(HeapTensor c, Layout a, Layout b, int m, int k, int n, boolean accumulate) {
        if (k == 0 && !accumulate) {
            Arrays.fill(c.values, c.offset, c.offset + m * n, 0f);
        }
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        Product product = new Product(c, spaced(a, m, k), b, m, k, n, accumulate);
        if (inPlace(b, m, k, n)) {
            product.inPlace();
        } else {
            product.throughCopies();
        }
    }

    private static boolean inPlace(Layout b, int m, int k, int n) {
        if (b.column != 1 || (b.row % ALIASING_STRIDE == 0 && m > RowBlock.MAX_ROWS)) {
            return false;
        }
        return m < COPYING_ROWS || (m < IN_PLACE_ROWS && (long) k * n <= IN_PLACE_ELEMENTS);
    }

    private Layout spaced(Layout a, int m, int k) {
        if (a.column != 1 || a.row % ALIASING_STRIDE != 0 || m < RowBlock.MAX_ROWS) {
            return a;
        }
        int stride = k + PADDING;
        if (spaced.length < m * stride) {
            spaced = new float[m * stride];
        }
        for (int i = 0; i < m; i++) {
            System.arraycopy(a.values, a.at(i, 0), spaced, i * stride, k);
        }
        return new Layout(spaced, 0, stride, 1);
    }

    private final class Product {

        private final HeapTensor c;
        private final Layout a;
        private final Layout b;
        private final int m;
        private final int k;
        private final int n;
        private final boolean accumulate;
        private final int panelCount;
        private final boolean parallel;

        Product(HeapTensor c, Layout a, Layout b, int m, int k, int n, boolean accumulate) {
            this.c = c;
            this.a = a;
            this.b = b;
            this.m = m;
            this.k = k;
            this.n = n;
            this.accumulate = accumulate;
            panelCount = (n + COLUMNS - 1) / COLUMNS;
            parallel = workers.threads() > 1 && (long) m * k * n >= PARALLEL_WORK;
        }

        private void run(boolean together, int parts, Workers.Part body) {
            if (together) {
                workers.run(parts, body);
            } else {
                for (int part = 0; part < parts; part++) {
                    body.run(part, 0);
                }
            }
        }

        /** Rows of a part, so that {@code width} parts of them side by side occupy all threads. */
        private int partRows(int most, int width) {
            int wanted = PARTS_PER_THREAD * workers.threads() / width + 1;
            int rows = Math.clamp((m + wanted - 1) / wanted, LEAST_PART_ROWS, most);
            return (rows + RowBlock.MAX_ROWS - 1) / RowBlock.MAX_ROWS * RowBlock.MAX_ROWS;
        }

        void inPlace() {
            int rows = parallel ? partRows(IN_PLACE_ROWS, panelCount) : m;
            int parts = (m + rows - 1) / rows * panelCount;
            run(
                    parallel,
                    parts,
                    (part, slot) -> {
                        int row = part / panelCount * rows;
                        int column = part % panelCount * COLUMNS;
                        inPlace(row, Math.min(rows, m - row), column, slot);
                    });
        }

        private void inPlace(int row, int rows, int column, int slot) {
            if (n - column >= COLUMNS) {
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
                block.multiply(rows, a.at(row, 0), b.at(0, column), target(row, column), k);
                return;
            }
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                copy(p, depth, column, panels[slot], 0);
                multiply(row, rows, column, p, depth, panels[slot], 0, slot);
            }
        }

        void throughCopies() {
            int group = parallel ? panelCount : Math.min(panelCount, GROUP);
            int panelSize = (Math.min(k, DEPTH) + 1) * COLUMNS;
            if (copied.length < group * panelSize) {
                copied = new float[group * panelSize];
            }
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                for (int panel = 0; panel < panelCount; panel += group) {
                    int count = Math.min(group, panelCount - panel);
                    copyPanels(p, depth, panel, count, panelSize);
                    multiplyPanels(p, depth, panel, count, panelSize);
                }
            }
        }

        private void multiplyPanels(int p, int depth, int first, int count, int panelSize) {
            int rows = parallel ? partRows(PART_ROWS, 1) : PART_ROWS;
            run(
                    parallel,
                    (m + rows - 1) / rows,
                    (part, slot) -> {
                        int row = part * rows;
                        int some = Math.min(rows, m - row);
                        for (int panel = 0; panel < count; panel++) {
                            int column = (first + panel) * COLUMNS;
                            int at = panel * panelSize;
                            multiply(row, some, column, p, depth, copied, at, slot);
                        }
                    });
        }

        private void copyPanels(int p, int depth, int first, int count, int panelSize) {
            int whole = b.column == 1 && !parallel ? Math.min(count, n / COLUMNS - first) : 0;
            copyRows(p, depth, first * COLUMNS, whole, panelSize);
            run(
                    parallel && depth * n >= PARALLEL_COPY,
                    count - whole,
                    (part, slot) -> {
                        int panel = whole + part;
                        copy(p, depth, (first + panel) * COLUMNS, copied, panel * panelSize);
                    });
        }

        /** Whole panels, a row of all of them after the other: memory is read as it lies. */
        private void copyRows(int p, int depth, int column, int count, int panelSize) {
            for (int i = 0; i < depth; i++) {
                int from = b.at(p + i, column);
                int to = i * COLUMNS;
                for (int panel = 0; panel < count; panel++) {
                    FloatVector.fromArray(Species.FLOAT, b.values, from).intoArray(copied, to);
                    FloatVector.fromArray(Species.FLOAT, b.values, from + V)
                            .intoArray(copied, to + V);
                    from += COLUMNS;
                    to += panelSize;
                }
            }
        }

        private int target(int row, int column) {
            return c.offset + row * n + column;
        }

        /** Rows p to p + depth of k, from a copied panel. */
        private void multiply(
                int row, int rows, int column, int p, int depth, float[] panel, int at, int slot) {
            if (n - column < COLUMNS) {
                for (int done = 0; done < rows; done += PART_ROWS) {
                    int some = Math.min(PART_ROWS, rows - done);
                    throughTile(row + done, some, column, p, depth, panel, at, tiles[slot]);
                }
                return;
            }
            RowBlock block =
                    new RowBlock(
                            a.values,
                            a.row,
                            a.column,
                            panel,
                            COLUMNS,
                            c.values,
                            n,
                            accumulate || p > 0);
            block.multiply(rows, a.at(row, p), at, target(row, column), depth);
        }

        private void throughTile(
                int row,
                int rows,
                int column,
                int p,
                int depth,
                float[] panel,
                int at,
                float[] tile) {
            boolean adds = accumulate || p > 0;
            int width = n - column;
            int target = target(row, column);
            if (adds) {
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(c.values, target + i * n, tile, i * COLUMNS, width);
                }
            }
            RowBlock block =
                    new RowBlock(a.values, a.row, a.column, panel, COLUMNS, tile, COLUMNS, adds);
            block.multiply(rows, a.at(row, p), at, 0, depth);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(tile, i * COLUMNS, c.values, target + i * n, width);
            }
        }

        /** Rows p to p + depth of the right side, columns of one panel, one after the other. */
        private void copy(int p, int depth, int column, float[] panel, int at) {
            int width = Math.min(COLUMNS, n - column);
            int source = b.at(p, column);
            if (b.column != 1) {
                if (width < COLUMNS) {
                    Arrays.fill(panel, at, at + depth * COLUMNS, 0f);
                }
                Transposition.copy(b.values, source, b.column, width, depth, panel, at, COLUMNS);
                return;
            }
            for (int i = 0; i < depth; i++) {
                int from = source + i * b.row;
                int to = at + i * COLUMNS;
                if (width == COLUMNS) {
                    FloatVector.fromArray(Species.FLOAT, b.values, from).intoArray(panel, to);
                    FloatVector.fromArray(Species.FLOAT, b.values, from + V)
                            .intoArray(panel, to + V);
                } else {
                    System.arraycopy(b.values, from, panel, to, width);
                    Arrays.fill(panel, to + width, to + COLUMNS, 0f);
                }
            }
        }
    }
}
