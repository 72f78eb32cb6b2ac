package org.colloquy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloquy.actors.node.Computing;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorBackend.Finding;

/** What {@code --backend} can name. */
enum BackendChoice {
    /** The processor. */
    CPU,
    /** Our CUDA kernels, or a failure. */
    CUDA,
    /** Our CUDA kernels where they can be used, else the processor. */
    AUTO;

    private static final String DEVICE = "cuda";

    /**
     * What computes the models.
     *
     * @param say takes a sentence on what was chosen and why, where users did not
     * @throws CommandFailure if what was asked for cannot be used
     */
    Computing computing(Consumer<String> say) {
        if (this == CPU) {
            return Computing.ON_PROCESSOR;
        }
        Optional<TensorBackend> backend = backend(TensorBackend.all());
        return switch (look(backend)) {
            case Finding.Usable usable -> {
                if (this == AUTO) {
                    say.accept("computing on " + usable.device());
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
