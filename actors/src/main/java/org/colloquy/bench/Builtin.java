package org.colloquy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.TransformerConfig;

/** The builtin agent that the benchmarks run. */
final class Builtin {

    static final String PLACE = "builtin:ada";

    private Builtin() {}

    /** Each of its batches owns a backend of so many threads. */
    static TransformerModel model(int threads, TensorOps ops) {
        ModelFolder.Model read = read(ops);
        return new TransformerModel(
                PLACE, read.parameters(), read.tokenizer(), () -> new VectorOps(threads));
    }

    static ModelFolder.Model read(TensorOps ops) {
        try {
            return ModelFolder.read(PLACE, ops);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** (K, N) of the products that one row of a decode step goes through, one block's. */
    static int[][] decodeProducts(TransformerConfig config) {
        int c = config.width();
        return new int[][] {
            {c, config.queryWidth()},
            {c, config.keyValueWidth()},
            {c, config.keyValueWidth()},
            {config.queryWidth(), c},
            {c, config.feedForward()},
            {c, config.feedForward()},
            {config.feedForward(), c}
        };
    }
}
