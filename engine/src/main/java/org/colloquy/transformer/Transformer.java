package org.colloquy.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * The passes of one decoder-only transformer: forward and backward over packed sequences for
 * training, and forward over a key-value cache for sampling.
 *
 * <p>Both forwards run the same operations per row, and a row's bits depend on that row only (the
 * contract of {@link TensorOps}); so prefill, decode and training agree bit for bit in any batch.
 * Only the rows whose logits are wanted go through the final norm and the output matrix.
 *
 * <p>Not thread-safe: one instance owns one workspace. Several instances may share parameters.
 */
public final class Transformer {

    /** What the last training forward did, for its backward pass. */
    private record Pass(PackedRows rows, int[] outputRows) {}

    private final TransformerConfig config;
    private final Parameters parameters;
    private final TensorOps ops;
    private final Block block;
    private final List<Block.Activations> saved = new ArrayList<>();
    private final Block.Activations passing;
    private final RowBuffer last; // (T, C) residual stream after all blocks
    private final RowBuffer selected; // (rows, C) of it
    private final RowBuffer finalNormed; // (rows, C)
    private final RowBuffer logits; // (rows, V)
    private final RowBuffer dFinalNormed; // (rows, C)
    private final RowBuffer dSelected; // (rows, C)
    private final RowBuffer dX; // (T, C)
    private Optional<Pass> pass = Optional.empty();

    public Transformer(Parameters parameters, TensorOps ops) {
        this.config = parameters.config();
        this.parameters = parameters;
        this.ops = ops;
        block = new Block(config, ops);
        passing = new Block.Activations(config, ops);
        last = new RowBuffer(ops, config.width());
        selected = new RowBuffer(ops, config.width());
        finalNormed = new RowBuffer(ops, config.width());
        logits = new RowBuffer(ops, config.vocabulary());
        dFinalNormed = new RowBuffer(ops, config.width());
        dSelected = new RowBuffer(ops, config.width());
        dX = new RowBuffer(ops, config.width());
    }

    public TransformerConfig config() {
        return config;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Training forward of whole sequences that share nothing. */
    public Tensor forward(PackedSequences batch, int[] outputRows) {
        return forward(batch.rows(), outputRows);
    }

    /**
     * Training forward; keeps what {@link #backward} needs until the next forward.
     *
     * @param outputRows rows whose logits are wanted, in any order; a row may come several times
     * @return logits (rows, V), valid until the next pass; {@link TensorOps#crossEntropy} turns
     *     them into the gradients that {@link #backward} takes
     */
    public Tensor forward(PackedRows rows, int[] outputRows) {
        checkPositions(rows);
        int t = rows.count();
        while (saved.size() < config.layers()) {
            saved.add(new Block.Activations(config, ops));
        }
        ops.gatherRows(
                saved.getFirst().input.rows(t),
                parameters.embedding(),
                rows.tokens(),
                config.width());
        for (int l = 0; l < config.layers(); l++) {
            Parameters.Layer w = parameters.layer(l);
            Block.Activations a = saved.get(l);
            block.queries(w, a, rows.positions());
            block.attend(w, a, rows);
            RowBuffer next = l + 1 < config.layers() ? saved.get(l + 1).input : last;
            block.feedForward(w, a, t, next.rows(t));
        }
        pass = Optional.of(new Pass(rows, outputRows.clone()));
        return output(last.rows(t), outputRows);
    }

    /**
     * Adds the gradients of all parameters, given those of the last forward's logits. A batch that
     * goes through in several forwards and backwards, split between sequences in order, leaves the
     * same bits as in one.
     *
     * @param dLogits (rows, V)
     */
    public void backward(Tensor dLogits, Gradients gradients) {
        Pass done = pass.orElseThrow(() -> new IllegalStateException("backward without a forward"));
        pass = Optional.empty();
        int t = done.rows().count();
        Parameters d = gradients.open();
        Tensor dResidual = dX.rows(t);
        outputBackward(dLogits, done.outputRows(), dResidual, d, gradients.outputMatrix());
        for (int l = config.layers() - 1; l >= 0; l--) {
            block.backward(parameters.layer(l), d.layer(l), saved.get(l), done.rows(), dResidual);
        }
        ops.gatherRowsBackward(d.embedding(), dResidual, done.rows().tokens(), config.width());
    }

    /**
     * Sampling forward: writes the keys and values of every row into the cache, then attends.
     *
     * @return logits (output rows, V), valid until the next pass
     */
    public Tensor forwardCached(KvCache cache, CachedRows batch) {
        KvCache.Place place = cache.place(batch);
        int t = batch.size();
        pass = Optional.empty();
        Tensor x = passing.input.rows(t);
        ops.gatherRows(x, parameters.embedding(), batch.tokens(), config.width());
        for (int l = 0; l < config.layers(); l++) {
            Parameters.Layer w = parameters.layer(l);
            block.queries(w, passing, batch.positions());
            cache.write(l, passing.key.rows(t), passing.value.rows(t), place);
            block.attend(w, passing, cache, l, place);
            block.feedForward(w, passing, t, x);
        }
        return output(x, batch.outputRows());
    }

    /** logits (rows, V) of the chosen rows of x (T, C). */
    private Tensor output(Tensor x, int[] outputRows) {
        int n = outputRows.length;
        int c = config.width();
        int v = config.vocabulary();
        Tensor result = logits.rows(n);
        if (n == 0) {
            return result;
        }
        Tensor chosen = selected.rows(n);
        ops.gatherRows(chosen, x, outputRows, c);
        Tensor normed = finalNormed.rows(n);
        block.norm(normed, chosen, parameters.finalNorm(), n);
        if (config.tiedEmbeddings()) {
            ops.matmulTransposedB(result, normed, parameters.outputMatrix(), n, c, v, false);
        } else {
            ops.matmul(result, normed, parameters.outputMatrix(), n, c, v, false);
        }
        return result;
    }

    /** dResidual (T, C) is set; dFinalNorm and dOutput (the output matrix's) +=. */
    private void outputBackward(
            Tensor dLogits, int[] outputRows, Tensor dResidual, Parameters d, Tensor dOutput) {
        int n = outputRows.length;
        int c = config.width();
        int v = config.vocabulary();
        ops.fill(dResidual, 0);
        if (n == 0) {
            return;
        }
        Tensor normed = finalNormed.rows(n);
        Tensor dNormed = dFinalNormed.rows(n);
        if (config.tiedEmbeddings()) {
            ops.matmulTransposedA(dOutput, dLogits, normed, v, n, c, true);
            ops.matmul(dNormed, dLogits, parameters.outputMatrix(), n, v, c, false);
        } else {
            ops.matmulTransposedA(dOutput, normed, dLogits, c, n, v, true);
            ops.matmulTransposedB(dNormed, dLogits, parameters.outputMatrix(), n, v, c, false);
        }
        Tensor dChosen = dSelected.rows(n);
        ops.fill(dChosen, 0);
        block.normBackward(
                dChosen, d.finalNorm(), dNormed, selected.rows(n), parameters.finalNorm(), n);
        ops.gatherRowsBackward(dResidual, dChosen, outputRows, c);
    }

    private void checkPositions(PackedRows rows) {
        for (int position : rows.positions()) {
            if (position >= config.maximumPositions()) {
                throw new IllegalArgumentException(
                        "a sequence is longer than the model's %d positions"
                                .formatted(config.maximumPositions()));
            }
        }
    }
}
