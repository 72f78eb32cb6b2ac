package org.colloquy.transformer;

import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * A tensor of rows that is allocated once and used by every pass.
 *
 * <p>A pass with more rows than any before makes it grow, which loses its contents; passes ask for
 * the same number of rows throughout.
 */
final class RowBuffer {

    private final TensorOps ops;
    private final int width;
    private Tensor store;
    private Tensor view;

    RowBuffer(TensorOps ops, int width) {
        this.ops = ops;
        this.width = width;
        store = ops.allocate(width);
        view = store;
    }

    /** The first {@code count} rows, (count, width). */
    Tensor rows(int count) {
        int size = Math.multiplyExact(count, width);
        if (size > store.size()) {
            store = ops.allocate((int) Math.min(size * 5L / 4, Integer.MAX_VALUE - 8));
            view = store;
        }
        if (view.size() != size) {
            view = store.slice(0, size);
        }
        return view;
    }
}
