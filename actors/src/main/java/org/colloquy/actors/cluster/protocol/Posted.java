package org.colloquy.actors.cluster.protocol;

/**
 * A job with its number.
 *
 * @param number in the order in which the run's incarnation submitted its jobs, from 0
 * @param job what is to be done; a pure function of itself and the weights that its order names
 */
public record Posted<J>(long number, J job) {}
