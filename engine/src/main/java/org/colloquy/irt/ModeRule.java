package org.colloquy.irt;

import org.colloquy.dialogue.Mode;

/** How cooperation or competition is chosen for a question. */
public sealed interface ModeRule {

    /** By item response theory: compete where the pooled probability is at least one half. */
    record Dynamic(Pooling pooling) implements ModeRule {}

    /** Always the one. */
    record Always(Mode mode) implements ModeRule {}

    /**
     * Cooperate on about this share of the questions, by a hash of the run's seed and the
     * question's index.
     *
     * @param cooperate from 0 (never) to 1 (always)
     */
    record Ratio(double cooperate) implements ModeRule {
        public Ratio {
            if (!(cooperate >= 0 && cooperate <= 1)) {
                throw new IllegalArgumentException("ratio is " + cooperate + "; it must be 0 to 1");
            }
        }
    }
}
