package org.colloquy.actors.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Sampling;
import org.colloquy.scenario.OpenAiChoice;

/**
 * One request to an endpoint.
 *
 * @param seed of the random draws, 31 bits, which every server takes
 */
record ChatCall(OpenAiChoice choice, String prompt, Sampling sampling, int seed) {

    private static final int CHARACTERS_PER_TOKEN = 4;

    static ChatCall of(OpenAiChoice choice, CompletionRequest request) {
        int seed = (int) (request.key() & Integer.MAX_VALUE);
        return new ChatCall(choice, request.prompt(), request.sampling(), seed);
    }

    /** Tokens that it may cost, as good as can be told without the model's tokenizer. */
    long estimatedTokens() {
        int characters = prompt.length() + choice.asking().system().length();
        return characters / CHARACTERS_PER_TOKEN + sampling.maxTokens();
    }

    /** All that the answer may depend on, in a fixed order; the seed also where none is sent. */
    ObjectNode canonical() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("base-url", choice.baseUrl());
        json.put("model", choice.model());
        json.put("system", choice.asking().system());
        json.put("prompt", prompt);
        json.put("temperature", sampling.temperature());
        json.put("top-p", sampling.topP());
        json.put("top-k", sampling.topK());
        json.put("min-p", sampling.minP());
        json.put("max-tokens", sampling.maxTokens());
        sampling.stop().forEach(json.putArray("stop")::add);
        json.put("log-probs", choice.asking().logProbs());
        json.put("seed", seed);
        return json;
    }
}
