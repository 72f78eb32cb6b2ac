package org.colloquy.reward;

import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;

/**
 * The reward of one answer: the worth of its grade, plus step credit, less the length penalty.
 *
 * <p>Step credit is the share of the question's worked steps that the text gives right before its
 * first wrong or missing one; a question without worked steps gives none.
 */
public final class Rewards {

    private final RewardSettings settings;

    public Rewards(RewardSettings settings) {
        this.settings = settings;
    }

    /**
     * @param tokens length of the text in the model's tokens
     */
    public float of(Question question, Grade grade, String text, int tokens) {
        double worth =
                switch (grade) {
                    case RIGHT -> settings.right();
                    case WRONG -> settings.wrong();
                    case MALFORMED -> settings.malformed();
                };
        double penalty = settings.lengthPenalty() * Math.max(0, tokens - settings.lengthLimit());
        double credit =
                settings.stepCredit() == 0 ? 0 : settings.stepCredit() * rightSteps(question, text);
        return (float) (worth + credit - penalty);
    }

    /** From 0 to 1. */
    private static double rightSteps(Question question, String text) {
        int steps = question.steps().size();
        if (steps == 0) {
            return 0;
        }
        return (double) WorkedSolution.firstWrongStep(question, text).orElse(steps) / steps;
    }
}
