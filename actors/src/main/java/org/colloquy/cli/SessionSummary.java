package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a run or a training came to. */
sealed interface SessionSummary permits RunSummary, TrainingSummary {

    /** The object that {@code --json} prints. */
    ObjectNode json();

    /** The agents before and after; nothing where there is nothing to compare. */
    Optional<String> table(Screen screen);

    /** How much it was and how long it took, on one line. */
    String line();

    /** Of the log; empty while it is not whole. */
    String digest();
}
