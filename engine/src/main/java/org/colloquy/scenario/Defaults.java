package org.colloquy.scenario;

/** What a scenario gets where it says nothing; the schema says the same. */
final class Defaults {

    static final long SEED = 0;
    static final int QUESTIONS = 24;
    static final int SAMPLES = 1;
    static final int ROUNDS = 1;
    static final int VALIDATION = 40;
    static final int ANCHORS = 4;
    static final double TEMPERATURE = 0.7;
    static final int MAX_TOKENS = 96;
    static final double TURN_TIMEOUT_SECONDS = 60;
    static final int ATTEMPTS = 3;

    private Defaults() {}
}
