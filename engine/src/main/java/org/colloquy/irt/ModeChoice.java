package org.colloquy.irt;

import java.util.List;
import org.colloquy.dialogue.Mode;
import org.colloquy.random.CounterRandom;

/**
 * Chooses between cooperation and competition (Dynamic Interaction of ILR, Lin et al. 2026): a
 * question that is hard for its participants is met as colleagues, an easy one as rivals. A pure
 * function, so that a replay can take every decision again from its record.
 *
 * <p>The paper gives the choice for one model; how several agree is ours: {@link Pooling}.
 */
public final class ModeChoice {

    /** From this pooled probability on, the participants compete. */
    public static final double THRESHOLD = 0.5;

    private ModeChoice() {}

    /**
     * Decides for one question. Rules that do not look at the probabilities still record them,
     * pooled by their mean, so that runs under different rules can be compared.
     *
     * @param question index of the question in the run
     * @param abilities of the participants, in cast order
     * @param difficulty of the question on the logit scale
     */
    public static ModeDecision decide(
            ModeRule rule, long seed, int question, List<Double> abilities, double difficulty) {
        List<Double> probabilities =
                abilities.stream()
                        .map(ability -> ResponseModel.probability(ability, difficulty))
                        .toList();
        Pooling pooling =
                rule instanceof ModeRule.Dynamic dynamic ? dynamic.pooling() : Pooling.MEAN;
        double pooled = pooling.of(probabilities);
        Mode mode =
                switch (rule) {
                    case ModeRule.Dynamic dynamic ->
                            pooled >= THRESHOLD ? Mode.COMPETE : Mode.COOPERATE;
                    case ModeRule.Always always -> always.mode();
                    case ModeRule.Ratio ratio ->
                            draw(seed, question) < ratio.cooperate()
                                    ? Mode.COOPERATE
                                    : Mode.COMPETE;
                };
        return new ModeDecision(
                rule, seed, question, abilities, difficulty, probabilities, pooled, mode);
    }

    private static double draw(long seed, int question) {
        return CounterRandom.uniform(CounterRandom.key(seed, "mode", question), 0);
    }
}
