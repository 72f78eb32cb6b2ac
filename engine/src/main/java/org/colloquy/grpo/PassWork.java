package org.colloquy.grpo;

import org.colloquy.transformer.TransformerConfig;

/**
 * What a forward and backward pass over a batch computes, common starts of answers once.
 *
 * @param rows of the blocks
 * @param keysSeen by all rows together, in one head
 * @param outputRows of logits, one for each token of the answers
 */
public record PassWork(long rows, long keysSeen, long outputRows) {

    public static final PassWork NONE = new PassWork(0, 0, 0);

    public PassWork plus(PassWork other) {
        return new PassWork(
                rows + other.rows, keysSeen + other.keysSeen, outputRows + other.outputRows);
    }

    /**
     * Floating-point operations of the products, forward and backward, attention's included
     * (Chowdhery et al. 2022, PaLM, appendix B): 6 for each weight and row that it multiplies, 12
     * for each key, row and unit of attention's width.
     *
     * @param parameters of the policy
     */
    public double operations(TransformerConfig config, long parameters) {
        double outputMatrix = (double) config.vocabulary() * config.width();
        double tables = (config.tiedEmbeddings() ? 1 : 2) * outputMatrix;
        double blocks = 6 * (parameters - tables) * rows;
        double attention = 12.0 * config.layers() * config.queryWidth() * keysSeen;
        return blocks + attention + 6 * outputMatrix * outputRows;
    }
}
