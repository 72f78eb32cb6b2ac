package org.colloquy.pretrain;

import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.CosineSchedule;
import org.colloquy.transformer.TransformerConfig;

/**
 * All that decides a pretrained agent's weights.
 *
 * @param name of the agent
 * @param seed of its first weights and of its transcripts
 * @param model its shape; the vocabulary is set by the world's words
 * @param batch transcripts in one step
 */
public record PretrainingRecipe(
        String name,
        long seed,
        TransformerConfig model,
        TranscriptSettings transcripts,
        int batch,
        CosineSchedule schedule,
        AdamWSettings optimizer) {

    public PretrainingRecipe {
        if (batch < 1) {
            throw new IllegalArgumentException("batch is " + batch + "; it must be 1 or more");
        }
    }
}
