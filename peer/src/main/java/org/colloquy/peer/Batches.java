package org.colloquy.peer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.pretrain.Pretraining;
import org.colloquy.pretrain.PretrainingRecipe;
import org.colloquy.pretrain.Slip;
import org.colloquy.pretrain.TranscriptSettings;
import org.colloquy.question.Family;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.CosineSchedule;
import org.colloquy.transformer.PackedSequences;
import org.colloquy.transformer.TrainingBatch;
import org.colloquy.transformer.TransformerConfig;

/** The batches that both train on: a builtin agent's own transcripts, whole or cut. */
record Batches(TrainingBatch equal, TrainingBatch whole) {

    private static final int TRANSCRIPTS = 32;

    /** So many sequences of so many tokens, and as many transcripts as they come. */
    static Batches of(TransformerConfig config, int sequences, int length, TensorOps ops) {
        PretrainingRecipe recipe =
                new PretrainingRecipe(
                        "peer",
                        1,
                        config,
                        TranscriptSettings.builtin(
                                Family.labels(), List.of(1, 2, 3, 4), Slip.FORGOTTEN_CARRY),
                        TRANSCRIPTS,
                        new CosineSchedule(1e-5, 1, 0, 2),
                        AdamWSettings.PRETRAINING);
        Pretraining pretraining = new Pretraining(recipe, ops);
        return new Batches(cut(pretraining, sequences, length), pretraining.batch(0));
    }

    /** Transcripts laid end to end, cut into sequences of one length; every token counts. */
    private static TrainingBatch cut(Pretraining pretraining, int sequences, int length) {
        int size = sequences * length;
        int[] text = {};
        for (int step = 0; text.length <= size; step++) {
            int[] more = pretraining.batch(step).sequences().tokens();
            int end = text.length;
            text = Arrays.copyOf(text, end + more.length);
            System.arraycopy(more, 0, text, end, more.length);
        }
        int[] starts = IntStream.range(0, sequences).map(s -> s * length).toArray();
        float[] weights = new float[size];
        Arrays.fill(weights, 1);
        return new TrainingBatch(
                new PackedSequences(Arrays.copyOf(text, size), starts),
                Arrays.copyOfRange(text, 1, size + 1),
                weights);
    }
}
