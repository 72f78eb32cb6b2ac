package org.colloquy.irt;

/**
 * An agent's ability on the logit scale of {@link ResponseModel}.
 *
 * @param value the estimate
 * @param standardError of the estimate
 */
public record Ability(double value, double standardError) {}
