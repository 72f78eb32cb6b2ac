package org.colloquy.actors.node;

import java.util.Optional;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.tensor.WarmingOps;

/**
 * What computes the models of a run: the processor, or a device. All have the same bits, so nothing
 * of it changes what is recorded.
 *
 * @param device instead of the processor
 */
public record Computing(Optional<TensorBackend> device) {

    public static final Computing ON_PROCESSOR = new Computing(Optional.empty());

    /** To decode with at once; {@code threads} of the processor. */
    public TensorOps decoding(int threads) {
        return device.map(TensorBackend::open).orElseGet(() -> new WarmingOps(threads));
    }

    /** To learn with, for long; {@code threads} of the processor. */
    public TensorOps learning(int threads) {
        return device.map(TensorBackend::open).orElseGet(() -> new VectorOps(threads));
    }
}
