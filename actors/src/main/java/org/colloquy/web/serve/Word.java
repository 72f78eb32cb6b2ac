package org.colloquy.web.serve;

import java.util.Optional;
import org.colloquy.actors.model.Errand;
import org.colloquy.model.Outcome;
import org.colloquy.model.Partial;

/** What a request hears of its completion. */
sealed interface Word {

    /** All of it so far. */
    record Growing(Partial partial) implements Word {}

    /** It has ended. */
    record Over(Outcome outcome) implements Word {}

    /**
     * Tells a request of its completion.
     *
     * @param follows whether it wants to hear of every token
     */
    record Telling(boolean follows) implements Errand<Word> {
        @Override
        public Word answered(Outcome outcome) {
            return new Over(outcome);
        }

        @Override
        public Optional<Word> progressed(Partial partial) {
            return Optional.of(new Growing(partial));
        }
    }
}
