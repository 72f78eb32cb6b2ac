package org.colloquy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloquy.actors.node.Computing;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorBackend.Finding;
import org.colloquy.tensor.TensorBackend.Products;

/** What {@code --backend} can name. */
enum BackendChoice {
    /** The processor. */
    CPU,
    /** Our CUDA kernels, or a failure. */
    CUDA,
    /** Our CUDA kernels where they can be used, else the processor. */
    AUTO;

    private static final String DEVICE = "cuda";

    /** What computes the models, with the processor's bits. */
    Computing computing(Consumer<String> say) {
        return computing(Products.OURS, say);
    }

    /**
     * What computes the models.
     *
     * @param products how a device forms matrix products
     * @param say takes a sentence on what was chosen and why, where users did not
     * @throws CommandFailure if what was asked for cannot be used
     */
    Computing computing(Products products, Consumer<String> say) {
        boolean loose = products != Products.OURS;
        if (this == CPU && loose) {
            throw CommandFailure.badUsage(
                    "--matmul " + products + " is for the CUDA backend", "add --backend cuda");
        }
        if (this == CPU) {
            return Computing.ON_PROCESSOR;
        }
        Optional<TensorBackend> backend =
                backend(TensorBackend.all()).flatMap(found -> found.with(products));
        return switch (look(backend)) {
            case Finding.Usable usable -> {
                if (this == AUTO || loose) {
                    say.accept("computing on " + usable.device());
                }
                if (loose) {
                    say.accept(
                            "with --matmul %s the results are not those of the processor, bit for bit"
                                    .formatted(products));
                }
                yield new Computing(backend);
            }
            case Finding.Unusable unusable -> {
                if (this == CUDA) {
                    throw CommandFailure.badUsage(
                            "the CUDA backend cannot be used: " + unusable.reason(),
                            "use --backend cpu or auto");
                }
                say.accept("computing on the processor: " + unusable.reason());
                yield Computing.ON_PROCESSOR;
            }
        };
    }

    /** What there is beside the processor. */
    static Finding look() {
        return look(backend(TensorBackend.all()));
    }

    private static Finding look(Optional<TensorBackend> backend) {
        return backend.map(TensorBackend::look)
                .orElseGet(
                        () -> new Finding.Unusable("the CUDA kernels are not on the class path"));
    }

    private static Optional<TensorBackend> backend(List<TensorBackend> all) {
        return all.stream().filter(backend -> backend.name().equals(DEVICE)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
