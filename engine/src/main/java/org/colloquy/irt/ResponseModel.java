package org.colloquy.irt;

/**
 * The item response model of ILR (Lin et al. 2026): the probability that an agent of some ability
 * answers a question of some difficulty, {@code 1 / (1 + exp(-1.7 (ability - difficulty)))}. The
 * factor 1.7 brings the logistic close to the normal ogive (Lord and Novick 1968).
 */
public final class ResponseModel {

    public static final double SCALE = 1.7;

    private ResponseModel() {}

    /** P(right), by StrictMath so that the bits are the same everywhere. */
    public static double probability(double ability, double difficulty) {
        return 1 / (1 + StrictMath.exp(-SCALE * (ability - difficulty)));
    }
}
