package org.colloquy.transformer;

import java.util.Optional;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * The gradients of all parameters, summed over the micro-batches since the last {@link #clear}.
 *
 * <p>A tied embedding gets gradients as the output matrix and as the table. They are kept apart
 * until {@link #complete}, since interleaving them would make the sums depend on how a batch was
 * split.
 */
public final class Gradients {

    private final TensorOps ops;
    private final Parameters sums;
    private final Optional<Tensor> tiedOutput; // (V, C)
    private boolean complete;

    public Gradients(TransformerConfig config, TensorOps ops) {
        this.ops = ops;
        sums = Parameters.zeros(config, ops);
        tiedOutput =
                config.tiedEmbeddings()
                        ? Optional.of(ops.allocate(sums.embedding().size()))
                        : Optional.empty();
    }

    /** All zeros again, for the next batch. */
    public void clear() {
        ops.fill(sums.flat(), 0);
        tiedOutput.ifPresent(tied -> ops.fill(tied, 0));
        complete = false;
    }

    /** The sums; no backward pass may follow before {@link #clear}. */
    public Parameters complete() {
        if (!complete) {
            tiedOutput.ifPresent(tied -> ops.add(sums.embedding(), tied));
            complete = true;
        }
        return sums;
    }

    /** The sums under way, for a backward pass to add to. */
    Parameters open() {
        if (complete) {
            throw new IllegalStateException("gradients are complete; clear them first");
        }
        return sums;
    }

    Tensor outputMatrix() {
        return tiedOutput.orElseGet(sums::outputMatrix);
    }
}
