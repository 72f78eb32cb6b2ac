package org.colloquy.scenario;

import org.colloquy.scenario.Scenario.ModelChoice;

/**
 * Texts that models gave earlier.
 *
 * @param path absolute, of a JSON Lines file of turns, or of a run's directory or log
 */
public record RecordedChoice(String path) implements ModelChoice {
    @Override
    public String provider() {
        return "recorded";
    }
}
