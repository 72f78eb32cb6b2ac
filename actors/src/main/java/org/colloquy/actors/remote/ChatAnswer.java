package org.colloquy.actors.remote;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import org.colloquy.model.Completion;
import org.colloquy.model.Finish;

/**
 * What an endpoint answered.
 *
 * @param logProbs of each token; empty where they were not told
 * @param promptTokens by the endpoint's count; 0 where it does not count
 * @param completionTokens likewise
 */
record ChatAnswer(
        @JsonProperty("text") String text,
        @JsonProperty("finish") Finish finish,
        @JsonProperty("logProbs") List<Float> logProbs,
        @JsonProperty("promptTokens") int promptTokens,
        @JsonProperty("completionTokens") int completionTokens) {

    /** Stands for the ids of tokens, which endpoints do not tell. */
    static final int UNKNOWN_TOKEN = -1;

    ChatAnswer {
        logProbs = List.copyOf(logProbs);
    }

    Completion completion() {
        float[] told = new float[logProbs.size()];
        for (int i = 0; i < told.length; i++) {
            told[i] = logProbs.get(i);
        }
        int[] ids = new int[told.length == 0 ? completionTokens : told.length];
        Arrays.fill(ids, UNKNOWN_TOKEN);
        return new Completion(text, ids, told, promptTokens, finish);
    }
}
