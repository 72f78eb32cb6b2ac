package org.colloquy.irt;

import java.util.List;
import org.colloquy.dialogue.Mode;

/**
 * A chosen mode with everything that it was chosen from.
 *
 * @param question index of the question in the run
 * @param abilities of the participants, in cast order
 * @param difficulty of the question, as estimated
 * @param probabilities of a right answer by {@link ResponseModel}, in cast order
 * @param pooled the participants' probabilities made one
 */
public record ModeDecision(
        ModeRule rule,
        long seed,
        int question,
        List<Double> abilities,
        double difficulty,
        List<Double> probabilities,
        double pooled,
        Mode mode) {

    public ModeDecision {
        abilities = List.copyOf(abilities);
        probabilities = List.copyOf(probabilities);
    }

    /** The same decision taken again from its inputs; equal to this one unless it was altered. */
    public ModeDecision recomputed() {
        return ModeChoice.decide(rule, seed, question, abilities, difficulty);
    }
}
