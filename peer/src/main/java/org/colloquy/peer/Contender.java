package org.colloquy.peer;

import org.colloquy.transformer.TrainingBatch;

/** One of the two that do the same work. Not thread-safe. */
interface Contender extends AutoCloseable {

    /** What one training step found before its update. */
    record Step(double loss, double gradientNorm) {}

    /** A batch in the form that this one trains on. */
    interface Lesson {
        /** Forward, backward, clip and AdamW. */
        Step train();

        /** Logits of every token, sequence after sequence, padding left out: (T, V). */
        float[] logits();
    }

    Lesson lesson(TrainingBatch batch);

    /** Samples so many tokens after the prompt in each sequence, with their log-probabilities. */
    void sample(int[] prompt, int sequences, int count);

    /**
     * Logits (1 + forced, V) by single steps over a key-value cache when these tokens follow the
     * prompt.
     */
    float[] decode(int[] prompt, int[] forced);

    @Override
    void close();
}
