package org.colloquy.actors.cluster.message;

import java.util.List;
import org.colloquy.actors.coordination.Survey;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.Timings.Timing;

/** What came of a {@link Job}. */
public sealed interface Outcome {

    /**
     * A dialogue is over.
     *
     * @param section its part of the log
     * @param timing how long it took, for beside the log
     */
    record Discussed(List<InteractionEvent> section, Timing timing) implements Outcome {
        public Discussed {
            section = List.copyOf(section);
        }
    }

    /** One answer for each question, in the order of asking. */
    record Answered(List<Survey.Answer> answers) implements Outcome {
        public Answered {
            answers = List.copyOf(answers);
        }
    }
}
