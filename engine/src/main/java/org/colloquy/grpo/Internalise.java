package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.grpo.InternaliseSettings.Source;

/**
 * Chooses whose right answers to one question join an agent's group as off-policy members.
 *
 * <p>They are normalised together with the agent's own samples, their ratio is 1, and they count in
 * no peer's calibration. In the order of samples, then agents, so that a limit keeps a mixture.
 */
public final class Internalise {

    /** Answer number {@code sample} of agent number {@code agent}. */
    public record Taken(int agent, int sample) {}

    private Internalise() {}

    /**
     * @param ownRight whether each of the learner's own solo answers is right
     * @param candidates for each agent, whether each of its answers at the source is right
     * @param learner the agent's number among them
     */
    public static List<Taken> choose(
            InternaliseSettings settings,
            boolean[] ownRight,
            List<boolean[]> candidates,
            int learner) {
        List<Taken> taken = new ArrayList<>();
        if (settings.source() == Source.NONE || settings.onlyWithoutRight() && anyOf(ownRight)) {
            return taken;
        }
        int samples = candidates.stream().mapToInt(flags -> flags.length).max().orElse(0);
        for (int sample = 0; sample < samples; sample++) {
            for (int agent = 0; agent < candidates.size(); agent++) {
                boolean[] right = candidates.get(agent);
                boolean eligible = agent != learner || settings.source() == Source.RIGHT_FUSIONS;
                if (eligible && sample < right.length && right[sample]) {
                    taken.add(new Taken(agent, sample));
                }
            }
        }
        return List.copyOf(taken.subList(0, Math.min(taken.size(), settings.limit())));
    }

    private static boolean anyOf(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }
}
