package org.colloquy.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.tensor.OutputLayer;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
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

    /** Held at once in a policy loss: 64 MiB. */
    private static final int MOST_LOGITS = 1 << 24;

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
        forwardHidden(rows, outputRows);
        return output(outputRows.length);
    }

    /** As {@link #forward}, but without the logits, for {@link #policyLoss}. */
    public void forwardHidden(PackedRows rows, int[] outputRows) {
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
        select(last.rows(t), outputRows);
    }

    /**
     * The policy loss of the tokens that the rows of the last {@link #forwardHidden} predict; sets
     * its measures and adds its gradients as {@link #backward} does, with the same bits as {@link
     * #forward}, {@link TensorOps#policyLoss} and that, but some rows' logits at a time.
     *
     * @param measures (rows, {@link org.colloquy.tensor.PolicyMeasure#COUNT})
     */
    public void policyLoss(
            Tensor measures, PolicyTokens tokens, PolicyRule rule, Gradients gradients) {
        Pass done = takePass();
        int n = done.outputRows().length;
        Parameters d = gradients.open();
        if (n > 0) {
            int atOnce = Math.clamp(MOST_LOGITS / config.vocabulary(), 1, n);
            ops.policyLossOfHidden(
                    measures,
                    dFinalNormed.rows(n),
                    gradients.outputMatrix(),
                    finalNormed.rows(n),
                    outputLayer(),
                    tokens,
                    rule,
                    logits.rows(atOnce));
        }
        backwardFromHidden(done, d);
    }

    private Pass takePass() {
        Pass done = pass.orElseThrow(() -> new IllegalStateException("backward without a forward"));
        pass = Optional.empty();
        return done;
    }

    /**
     * Adds the gradients of all parameters, given those of the last forward's logits. A batch that
     * goes through in several forwards and backwards, split between sequences in order, leaves the
     * same bits as in one.
     *
     * @param dLogits (rows, V)
     */
    public void backward(Tensor dLogits, Gradients gradients) {
        Pass done = takePass();
        int n = done.outputRows().length;
        Parameters d = gradients.open();
        if (n > 0) {
            outputLayer()
                    .backward(
                            ops,
                            dFinalNormed.rows(n),
                            gradients.outputMatrix(),
                            dLogits,
                            finalNormed.rows(n),
                            n);
        }
        backwardFromHidden(done, d);
    }

    /** The rest of the way, from the gradients of the normed rows. */
    private void backwardFromHidden(Pass done, Parameters d) {
        Tensor dResidual = dX.rows(done.rows().count());
        selectBackward(done.outputRows(), dResidual, d);
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
        pass = Optional.empty();
        ops.together(() -> pass(cache, place, batch));
        return logits.rows(batch.outputRows().length);
    }

    private void pass(KvCache cache, KvCache.Place place, CachedRows batch) {
        int t = batch.size();
        Tensor x = passing.input.rows(t);
        ops.gatherRows(x, parameters.embedding(), batch.tokens(), config.width());
        for (int l = 0; l < config.layers(); l++) {
            Parameters.Layer w = parameters.layer(l);
            block.queries(w, passing, batch.positions());
            cache.write(l, passing.key.rows(t), passing.value.rows(t), place);
            block.attend(w, passing, cache, l, place);
            block.feedForward(w, passing, t, x);
        }
        select(x, batch.outputRows());
        output(batch.outputRows().length);
    }

    /** The chosen rows of x (T, C), normed. */
    private void select(Tensor x, int[] outputRows) {
        int n = outputRows.length;
        if (n > 0) {
            Tensor chosen = selected.rows(n);
            ops.gatherRows(chosen, x, outputRows, config.width());
            block.norm(finalNormed.rows(n), chosen, parameters.finalNorm(), n);
        }
    }

    /** logits (n, V) of the chosen rows. */
    private Tensor output(int n) {
        Tensor result = logits.rows(n);
        if (n > 0) {
            outputLayer().forward(ops, result, finalNormed.rows(n), n);
        }
        return result;
    }

    private OutputLayer outputLayer() {
        return new OutputLayer(
                parameters.outputMatrix(),
                config.tiedEmbeddings(),
                config.width(),
                config.vocabulary());
    }

    /** dResidual (T, C) is set; dFinalNorm +=. */
    private void selectBackward(int[] outputRows, Tensor dResidual, Parameters d) {
        int n = outputRows.length;
        ops.fill(dResidual, 0);
        if (n == 0) {
            return;
        }
        Tensor dChosen = dSelected.rows(n);
        ops.fill(dChosen, 0);
        block.normBackward(
                dChosen,
                d.finalNorm(),
                dFinalNormed.rows(n),
                selected.rows(n),
                parameters.finalNorm(),
                n);
        ops.gatherRowsBackward(dResidual, dChosen, outputRows, config.width());
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
