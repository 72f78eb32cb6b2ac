package org.colloquy.actors.model;

import java.util.Optional;
import org.colloquy.model.Completion;

/** Finds completions that no model may give: text or tokens that could not be logged and read. */
final class CompletionFault {

    /** Longest text in UTF-16 units; far above any token limit of a dialogue. */
    static final int MAX_TEXT = 1 << 20;

    private CompletionFault() {}

    /** What is wrong with the completion; empty if it is sound. */
    static Optional<String> in(Completion completion) {
        String text = completion.text();
        int tokens = completion.tokenIds().length;
        int logProbs = completion.logProbs().length;
        if (text.length() > MAX_TEXT) {
            return Optional.of("garbage: a text of " + text.length() + " characters");
        }
        if (logProbs != 0 && logProbs != tokens) {
            return Optional.of(
                    "garbage: " + tokens + " tokens but " + logProbs + " log-probabilities");
        }
        for (float logProb : completion.logProbs()) {
            if (!(logProb <= 0)) {
                return Optional.of("garbage: a log-probability of " + logProb);
            }
        }
        return loneSurrogate(text);
    }

    private static Optional<String> loneSurrogate(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            boolean paired =
                    Character.isHighSurrogate(unit)
                            && at + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(at + 1));
            if (!paired) {
                return Optional.of("garbage: half a character at " + at + " of the text");
            }
            at++;
        }
        return Optional.empty();
    }
}
