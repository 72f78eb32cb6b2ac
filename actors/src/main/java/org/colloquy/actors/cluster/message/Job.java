package org.colloquy.actors.cluster.message;

import java.util.List;
import org.colloquy.actors.coordination.Survey;
import org.colloquy.dialogue.DialoguePlan;

/** What a cell is asked to do; its outcome is a pure function of the job and the weights. */
public sealed interface Job {

    /**
     * Hold a dialogue.
     *
     * @param protocol name of the form of discussion
     * @param difficulty of the question where known, for models that simulate
     */
    record Discuss(String protocol, DialoguePlan plan, double difficulty) implements Job {}

    /** Ask agents single questions, outside any dialogue. */
    record Ask(List<Survey.Ask> asks) implements Job {
        public Ask {
            asks = List.copyOf(asks);
        }
    }
}
