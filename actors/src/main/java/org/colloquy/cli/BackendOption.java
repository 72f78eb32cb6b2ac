package org.colloquy.cli;

import java.util.function.Consumer;
import org.colloquy.actors.node.Computing;
import org.colloquy.tensor.TensorBackend.Products;
import picocli.CommandLine.Option;

/**
 * What computes the models. The backend changes nothing of what comes out; products other than
 * {@code ours} do.
 */
final class BackendOption {

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "${COMPLETION-CANDIDATES}: what computes the models; default: ${DEFAULT-VALUE}."
                            + " auto takes a GPU where there is one.")
    private BackendChoice backend = BackendChoice.CPU;

    @Option(
            names = "--matmul",
            paramLabel = "NAME",
            description =
                    "${COMPLETION-CANDIDATES}: how a GPU forms matrix products; default:"
                            + " ${DEFAULT-VALUE}, with the processor's bits. The others are"
                            + " faster and round.")
    private Products products = Products.OURS;

    /**
     * @param say takes a sentence on what was chosen for the user
     * @throws CommandFailure if what was asked for cannot be used
     */
    Computing computing(Consumer<String> say) {
        return backend.computing(products, say);
    }

    /** Says what was chosen on the error stream, where it is in nobody's way. */
    Computing computing(Screen screen, boolean quiet) {
        return computing(
                quiet
                        ? sentence -> {}
                        : sentence -> screen.err().println(screen.safe("colloquy: " + sentence)));
    }
}
