package org.colloquy.web.serve;

import java.util.List;
import java.util.OptionalLong;
import org.colloquy.model.Sampling;

/**
 * A chat completion that somebody asks for.
 *
 * @param messages at least one
 * @param seed of the random draws; empty for any
 * @param usage whether the token counts follow a stream
 * @param logProbs whether each token's log-probability is wanted
 */
record ChatRequest(
        String model,
        List<Message> messages,
        Sampling sampling,
        OptionalLong seed,
        boolean stream,
        boolean usage,
        boolean logProbs) {

    ChatRequest {
        messages = List.copyOf(messages);
    }

    /**
     * One message of the conversation.
     *
     * @param role system, user or assistant
     */
    record Message(String role, String text) {}
}
