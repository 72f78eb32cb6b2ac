package org.colloquy.tensor;

import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Attention on vectors, with the bits of {@link ScalarAttention}. The query rows of one run and the
 * heads of one key-value head form a block of rows, in the order of rows, then heads. Scores go
 * through {@link ScoreBlock}; every product with probabilities goes through {@link RowBlock}: all
 * keys that the rows of a block share at once, the ragged rest row by row, so that no key is
 * touched that a row does not attend to.
 */
final class VectorAttention {

    private static final int BLOCK_ROWS = 64;

    /** From this many rows on, keys in panels pay. */
    private static final int PANEL_ROWS = 8;

    private final HeapTensor q; // (T, H, D)
    private final HeapTensor k; // (R, G, D)
    private final HeapTensor v; // (R, G, D)
    private final int[] firstKey;
    private final int[] lastKey;
    private final AttentionShape shape;
    private final AttentionRuns runs;
    private final int group; // query heads for each key-value head
    private final int d;
    private final int keyStride;

    VectorAttention(
            HeapTensor q,
            HeapTensor k,
            HeapTensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape) {
        this.q = q;
        this.k = k;
        this.v = v;
        this.firstKey = firstKey;
        this.lastKey = lastKey;
        this.shape = shape;
        runs = new AttentionRuns(firstKey, lastKey);
        group = shape.heads() / shape.keyValueHeads();
        d = shape.headWidth();
        keyStride = shape.keyValueHeads() * d;
    }

    /** Multiply-adds of one product over all attended keys. */
    long work() {
        long keys = 0;
        for (int t = 0; t < firstKey.length; t++) {
            keys += lastKey[t] - firstKey[t] + 1;
        }
        return keys * shape.heads() * d;
    }

    int forwardParts() {
        return runs.runs() * shape.keyValueHeads();
    }

    int backwardParts() {
        return runs.clusters() * shape.keyValueHeads();
    }

    void forward(HeapTensor out, int part, AttentionScratch scratch) {
        int index = part / shape.keyValueHeads();
        int row = runs.firstRow(index);
        if (d == DecodeAttention.WIDTH && group < PANEL_ROWS && runs.endRow(index) == row + 1) {
            decode(out, row, part % shape.keyValueHeads(), scratch);
            return;
        }
        Run run = new Run(part / shape.keyValueHeads(), part % shape.keyValueHeads(), scratch);
        KeyRows values = run.keyRows(v, 0);
        for (int t = run.from; t < run.to; t += run.step) {
            int end = Math.min(run.to, t + run.step);
            run.load(q, t, end, scratch.queries);
            run.probabilities(t, end);
            run.weigh(scratch.probabilities, values, t, end);
            run.store(scratch.rows, t, end, out);
        }
    }

    private void decode(HeapTensor out, int t, int head, AttentionScratch scratch) {
        int first = firstKey[t];
        int count = lastKey[t] - first + 1;
        int key = first * keyStride + head * d;
        scratch.reserve(1, (count + Lanes.COUNT - 1) & -Lanes.COUNT, d, d);
        for (int i = head * group; i < (head + 1) * group; i++) {
            int query = (t * shape.heads() + i) * d;
            DecodeAttention.row(
                    out.values,
                    out.offset + query,
                    q.values,
                    q.offset + query,
                    k.values,
                    k.offset + key,
                    v.values,
                    v.offset + key,
                    keyStride,
                    count,
                    shape.scale(),
                    scratch.probabilities,
                    scratch.fours);
        }
    }

    void backward(
            HeapTensor dQ,
            HeapTensor dK,
            HeapTensor dV,
            HeapTensor dOut,
            int part,
            AttentionScratch scratch) {
        int cluster = part / shape.keyValueHeads();
        for (int index = runs.firstRun(cluster); index < runs.endRun(cluster); index++) {
            Run run = new Run(index, part % shape.keyValueHeads(), scratch);
            run.layOutValues();
            KeyRows keys = run.keyRows(k, 0);
            KeyRows dKeys = run.keyRows(dK, 1);
            KeyRows dValues = run.keyRows(dV, 2);
            for (int t = run.from; t < run.to; t += run.step) {
                int end = Math.min(run.to, t + run.step);
                run.load(q, t, end, scratch.queries);
                run.load(dOut, t, end, scratch.dOuts);
                run.probabilities(t, end);
                run.dScores(t, end);
                run.weigh(scratch.dScores, keys, t, end);
                run.store(scratch.rows, t, end, dQ);
                run.gather(scratch.dScores, scratch.queries, dKeys, t, end);
                run.gather(scratch.probabilities, scratch.dOuts, dValues, t, end);
            }
            run.keep(dKeys, dK);
            run.keep(dValues, dV);
        }
    }

    /** The rows of one key-value head, from the first key of a run, in place or padded. */
    private record KeyRows(float[] values, int at, int stride) {}

    private final class Run {

        final int from;
        final int to;
        final int step;
        private final AttentionScratch scratch;
        private final int head; // key-value head
        private final int first;
        private final int keys;
        private final int width; // scores of a row, up to a whole number of lanes
        private final int padded; // D, up to the next whole pair of vectors
        private final boolean inPanels;

        Run(int index, int head, AttentionScratch scratch) {
            this.head = head;
            this.scratch = scratch;
            from = runs.firstRow(index);
            to = runs.endRow(index);
            step = Math.max(1, BLOCK_ROWS / group);
            first = firstKey[from];
            keys = lastKey[to - 1] - first + 1;
            width = (keys + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
            padded = (d + RowBlock.COLUMNS - 1) / RowBlock.COLUMNS * RowBlock.COLUMNS;
            inPanels = d % Lanes.COUNT == 0 && (to - from) * group >= PANEL_ROWS;
            scratch.reserve(Math.min(to - from, step) * group, width, padded, d);
            if (inPanels) {
                ScoreBlock.layOut(k.values, keyAt(k), keyStride, d, keys, scratch.keyPanels);
            }
        }

        void layOutValues() {
            if (inPanels) {
                ScoreBlock.layOut(v.values, keyAt(v), keyStride, d, keys, scratch.valuePanels);
            }
        }

        private int keyAt(HeapTensor tensor) {
            return tensor.offset + first * keyStride + head * d;
        }

        private int queryAt(HeapTensor tensor, int t) {
            return tensor.offset + (t * shape.heads() + head * group) * d;
        }

        private int attended(int t) {
            return lastKey[t] - first + 1;
        }

        KeyRows keyRows(HeapTensor tensor, int use) {
            if (padded == d) {
                return new KeyRows(tensor.values, keyAt(tensor), keyStride);
            }
            float[] copy = scratch.padded(use, keys * padded);
            for (int j = 0; j < keys; j++) {
                int source = keyAt(tensor) + j * keyStride;
                System.arraycopy(tensor.values, source, copy, j * padded, d);
            }
            return new KeyRows(copy, 0, padded);
        }

        void keep(KeyRows rows, HeapTensor tensor) {
            if (padded == d) {
                return;
            }
            for (int j = 0; j < keys; j++) {
                int target = keyAt(tensor) + j * keyStride;
                System.arraycopy(rows.values, j * padded, tensor.values, target, d);
            }
        }

        /** rows (t to end by group, padded D) of this key-value head. */
        void load(HeapTensor source, int t, int end, float[] rows) {
            for (int i = 0; i < (end - t) * group; i++) {
                int at = queryAt(source, t + i / group) + i % group * d;
                System.arraycopy(source.values, at, rows, i * padded, d);
            }
        }

        void store(float[] rows, int t, int end, HeapTensor target) {
            for (int i = 0; i < (end - t) * group; i++) {
                int at = queryAt(target, t + i / group) + i % group * d;
                System.arraycopy(rows, i * padded, target.values, at, d);
            }
        }

        void probabilities(int t, int end) {
            for (int i = 0; i < (end - t) * group; i++) {
                int count = attended(t + i / group);
                scores(
                        scratch.queries,
                        i,
                        k,
                        scratch.keyPanels,
                        scratch.probabilities,
                        count,
                        shape.scale());
                VectorRows.softmaxWithRoom(scratch.probabilities, i * width, count);
            }
        }

        void dScores(int t, int end) {
            float[] p = scratch.probabilities;
            float[] dS = scratch.dScores;
            for (int i = 0; i < (end - t) * group; i++) {
                int count = attended(t + i / group);
                int at = i * width;
                scores(scratch.dOuts, i, v, scratch.valuePanels, dS, count, 1f);
                float mean = VectorRows.dot(p, at, dS, at, count);
                VectorRows.softmaxBackward(p, dS, at, count, mean, shape.scale());
            }
        }

        private void scores(
                float[] rows,
                int i,
                HeapTensor tensor,
                float[] panels,
                float[] out,
                int count,
                float factor) {
            int row = i * padded;
            int at = i * width;
            if (inPanels) {
                ScoreBlock.panels(rows, row, panels, d, out, at, count, factor);
            } else {
                int key = keyAt(tensor);
                ScoreBlock.keyByKey(
                        rows,
                        row,
                        tensor.values,
                        key,
                        keyStride,
                        d,
                        out,
                        at,
                        count,
                        factor,
                        scratch.fours);
            }
        }

        /** Row i of scratch.rows = the chain over its keys of weights (i, key) * keyRows (key). */
        void weigh(float[] weights, KeyRows keyRows, int t, int until) {
            RowBlock set = rowBlock(weights, keyRows, false);
            RowBlock more = rowBlock(weights, keyRows, true);
            int rows = (until - t) * group;
            for (int i = 0; i < rows; i += RowBlock.MAX_ROWS) {
                int high = Math.min(RowBlock.MAX_ROWS, rows - i);
                int shared = attended(t + i / group);
                for (int c = 0; c < padded; c += RowBlock.COLUMNS) {
                    set.multiply(high, i * width, keyRows.at + c, i * padded + c, shared);
                    for (int r = i; r < i + high; ) {
                        int end = Math.min(r / group * group + group, i + high);
                        int rest = attended(t + r / group) - shared;
                        if (rest > 0) {
                            int right = keyRows.at + shared * keyRows.stride + c;
                            int left = r * width + shared;
                            more.multiply(end - r, left, right, r * padded + c, rest);
                        }
                        r = end;
                    }
                }
            }
        }

        private RowBlock rowBlock(float[] weights, KeyRows keyRows, boolean accumulate) {
            return new RowBlock(
                    weights,
                    width,
                    1,
                    keyRows.values,
                    keyRows.stride,
                    scratch.rows,
                    padded,
                    accumulate);
        }

        /** Key row j of the target += the chain over rows i that attend to it: weight * row. */
        void gather(float[] weights, float[] rows, KeyRows target, int t, int end) {
            RowBlock block =
                    new RowBlock(
                            weights, 1, width, rows, padded, target.values, target.stride, true);
            int count = (end - t) * group;
            int most = attended(end - 1);
            int ragged = 0;
            for (int j = 0; j < most; j += RowBlock.MAX_ROWS) {
                int high = Math.min(RowBlock.MAX_ROWS, most - j);
                int at = target.at + j * target.stride;
                int whole = ragged;
                while (attended(t + whole / group) < j + high) {
                    whole++;
                }
                for (int key = j; key < j + high; key++) {
                    while (attended(t + ragged / group) <= key) {
                        ragged++;
                    }
                    int left = ragged * width + key;
                    int to = target.at + key * target.stride;
                    for (int c = 0; ragged < whole && c < padded; c += RowBlock.COLUMNS) {
                        block.multiply(1, left, ragged * padded + c, to + c, whole - ragged);
                    }
                }
                for (int c = 0; c < padded; c += RowBlock.COLUMNS) {
                    int left = whole * width + j;
                    block.multiply(high, left, whole * padded + c, at + c, count - whole);
                }
            }
        }
    }
}
