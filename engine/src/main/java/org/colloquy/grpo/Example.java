package org.colloquy.grpo;

/**
 * One trajectory as a minibatch trains it.
 *
 * @param weight factor of each token's loss
 * @param internalised whether somebody else gave the answer
 */
record Example(Trajectory trajectory, float advantage, float weight, boolean internalised) {}
