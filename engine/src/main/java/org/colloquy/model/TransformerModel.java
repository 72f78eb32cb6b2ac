package org.colloquy.model;

import java.io.IOException;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Tokenizer;

/**
 * Our own transformer as a language model. Its completions are a pure function of weights, prompt,
 * sampling and key: whatever else is in the batch, on any backend that keeps the contract of {@link
 * TensorOps}.
 *
 * <p>Batches share the parameters and the backend; closing the model closes neither.
 */
public final class TransformerModel implements LanguageModel {

    private final String identity;
    private final Parameters parameters;
    private final Tokenizer tokenizer;
    private final TensorOps ops;

    /**
     * @param identity for the log
     * @param parameters a version that nobody changes any more
     */
    public TransformerModel(
            String identity, Parameters parameters, Tokenizer tokenizer, TensorOps ops) {
        if (tokenizer.size() != parameters.config().vocabulary()) {
            throw new IllegalArgumentException(
                    "a tokenizer of %d tokens does not fit a model of %d"
                            .formatted(tokenizer.size(), parameters.config().vocabulary()));
        }
        this.identity = identity;
        this.parameters = parameters;
        this.tokenizer = tokenizer;
        this.ops = ops;
    }

    /**
     * Reads {@code builtin:NAME} or a folder.
     *
     * @throws org.colloquy.transformer.ModelFileException naming the file and what is wrong with it
     */
    public static TransformerModel read(String place, TensorOps ops) throws IOException {
        ModelFolder.Model model = ModelFolder.read(place, ops);
        return new TransformerModel(
                "transformer sha256 " + model.weightsSha256(),
                model.parameters(),
                model.tokenizer(),
                ops);
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
        return new TransformerBatch(parameters, tokenizer, ops, capacity);
    }

    @Override
    public void close() {}
}
