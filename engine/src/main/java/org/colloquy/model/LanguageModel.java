package org.colloquy.model;

/** Text in, text out: the one thing that the dialogue knows of a model. */
public interface LanguageModel extends AutoCloseable {

    /** What answers, for the log: provider and, where there are weights, their SHA-256. */
    String identity();

    /** A new empty batch; several may be open, on different threads. */
    CompletionBatch open(int capacity);

    @Override
    void close();
}
