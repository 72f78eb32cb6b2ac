package org.colloquy.grpo;

/** How the losses of tokens become the loss of a minibatch. */
public enum LossAggregation {
    /** The mean over all tokens of the minibatch (DAPO). */
    TOKEN_MEAN,
    /** The mean over sequences of the mean over each one's tokens (GRPO's paper). */
    SEQUENCE_MEAN,
    /** The sum over tokens, divided by sequences times a constant length (Dr. GRPO). */
    DR_GRPO
}
