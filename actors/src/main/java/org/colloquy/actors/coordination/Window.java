package org.colloquy.actors.coordination;

/**
 * Bounds of what a run has under way at once.
 *
 * @param inFlight the most dialogues
 */
public record Window(int inFlight) {

    /** Surveys that prepare questions at the same time. */
    static final int SURVEYS = 8;

    /** Single questions that one survey asks at the same time. */
    static final int SURVEY_ASKS = 64;

    public Window {
        if (inFlight < 1) {
            throw new IllegalArgumentException("in-flight must be at least 1, not " + inFlight);
        }
    }

    /** Dialogues that may be open or waiting to be recorded, from the first unrecorded one on. */
    int dialogues() {
        return 2 * inFlight;
    }

    /** Dialogues ahead of the next to be opened whose questions are prepared. */
    int prepared(int samples) {
        return inFlight + samples;
    }

    /** The most sections that can wait for an earlier one: dialogues, preambles, abilities. */
    public int sections() {
        return 5 * inFlight + 4;
    }

    /** The most completions that can be asked for at once, in the worst case of one model. */
    public int completions(int cast) {
        return inFlight * cast + SURVEYS * SURVEY_ASKS;
    }
}
