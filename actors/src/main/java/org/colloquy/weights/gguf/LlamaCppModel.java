package org.colloquy.weights.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import de.kherud.llama.args.LogFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.LanguageModel;
import org.colloquy.transformer.ModelFileException;

/**
 * A GGUF file run by llama.cpp in this process, for inference only. Requests of a batch are
 * answered one after the other, so that an answer does not depend on its company; there are no
 * tokens and no log-probabilities in it, so nothing is trained on them by themselves.
 *
 * <p>A prompt becomes the user's message of the file's chat template, where it has one.
 */
public final class LlamaCppModel implements LanguageModel {

    /** Of longer ones only the start is used: memory grows with it. */
    private static final int MOST_CONTEXT = 8192;

    static {
        LibraryPlace.set();
        LlamaModel.setLogger(LogFormat.TEXT, (level, line) -> {});
    }

    private final String identity;
    private final LlamaModel library;
    private final boolean hasTemplate;
    private final int context;

    private LlamaCppModel(String identity, LlamaModel library, boolean hasTemplate, int context) {
        this.identity = identity;
        this.library = library;
        this.hasTemplate = hasTemplate;
        this.context = context;
    }

    /**
     * Loads a file.
     *
     * @throws ModelFileException naming the file and what is wrong with it
     */
    public static LlamaCppModel read(Path file, int threads) throws IOException {
        GgufHeader header = GgufHeader.read(file);
        int context = Math.min(header.contextLength(), MOST_CONTEXT);
        ModelParameters parameters =
                new ModelParameters()
                        .setModel(file.toString())
                        .setCtxSize(context)
                        .setParallel(1)
                        .setThreads(threads)
                        .setThreadsBatch(threads)
                        .setGpuLayers(0)
                        .skipWarmup();
        try {
            return new LlamaCppModel(
                    "llama.cpp sha256 " + sha256(file),
                    new LlamaModel(parameters),
                    header.has("tokenizer.chat_template"),
                    context);
        } catch (RuntimeException refused) {
            throw new ModelFileException(
                    file.toString(), "llama.cpp cannot load it: " + refused.getMessage(), refused);
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public CompletionBatch open(int capacity) {
        return new LlamaCppBatch(this, capacity);
    }

    @Override
    public void close() {
        library.close();
    }

    LlamaModel library() {
        return library;
    }

    /** Longest prompt and answer together, in tokens. */
    int context() {
        return context;
    }

    /** The prompt as the file's chat template frames it. */
    String framed(String prompt) {
        return hasTemplate
                ? library.applyTemplate(
                        new InferenceParameters("")
                                .setMessages("", List.of(new Pair<>("user", prompt))))
                : prompt;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 20];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
