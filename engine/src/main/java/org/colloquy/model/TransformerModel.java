package org.colloquy.model;

import java.io.IOException;
import java.util.function.Supplier;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Tokenizer;

/**
 * Our own transformer as a language model. Its completions are a pure function of weights, prompt,
 * sampling and key: whatever else is in the batch, on any backend that keeps the contract of {@link
 * TensorOps}.
 *
 * <p>Batches share the parameters. Each has a backend of its own, since a backend serves one thread
 * at a time, and closes it.
 */
public final class TransformerModel implements LanguageModel {

    private final String identity;
    private final Parameters parameters;
    private final Tokenizer tokenizer;
    private final Supplier<TensorOps> backends;

    /**
     * @param identity for the log
     * @param parameters a version that nobody changes any more
     * @param backends a new backend of the parameters' kind for each batch
     */
    public TransformerModel(
            String identity,
            Parameters parameters,
            Tokenizer tokenizer,
            Supplier<TensorOps> backends) {
        if (tokenizer.size() > parameters.config().vocabulary()) {
            throw new IllegalArgumentException(
                    "a tokenizer of %d tokens does not fit a model of %d"
                            .formatted(tokenizer.size(), parameters.config().vocabulary()));
        }
        this.identity = identity;
        this.parameters = parameters;
        this.tokenizer = tokenizer;
        this.backends = backends;
    }

    /**
     * Reads {@code builtin:NAME} or a folder.
     *
     * @throws org.colloquy.transformer.ModelFileException naming the file and what is wrong with it
     */
    public static TransformerModel read(String place, Supplier<TensorOps> backends)
            throws IOException {
        try (TensorOps ops = backends.get()) {
            ModelFolder.Model model = ModelFolder.read(place, ops);
            return new TransformerModel(
                    identity(model.weightsSha256()),
                    model.parameters(),
                    model.tokenizer(),
                    backends);
        }
    }

    /** The identity of a model with these weights. */
    public static String identity(String weightsSha256) {
        return "transformer sha256 " + weightsSha256;
    }

    @Override
    public String identity() {
        return identity;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public Parameters parameters() {
        return parameters;
    }

    @Override
    public CompletionBatch open(int capacity) {
        return new TransformerBatch(parameters, tokenizer, backends.get(), capacity);
    }

    @Override
    public void close() {}
}
