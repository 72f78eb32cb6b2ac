package org.colloquy.web.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.colloquy.model.Completion;
import org.colloquy.model.Finish;

/**
 * The JSON of the answers to one request.
 *
 * @param id of the answer
 * @param createdSeconds since 1970
 */
record ChatReply(String id, long createdSeconds, ServedModel model, String prompt) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A whole answer. */
    ObjectNode whole(Completion completion, boolean logProbs) {
        ObjectNode json = head("chat.completion");
        ObjectNode choice = choice(json);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", completion.text())
                .putNull("refusal");
        putLogProbs(choice, logProbs, completion.tokenIds(), completion.logProbs(), 0);
        choice.put("finish_reason", finish(completion));
        json.set("usage", usage(completion));
        return json;
    }

    /** The first part of a stream. */
    ObjectNode opening() {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = choice(json);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull("logprobs").putNull("finish_reason");
        return json;
    }

    /**
     * A part of a stream.
     *
     * @param ids all tokens so far
     * @param from the first that no part has told of yet
     */
    ObjectNode part(String text, boolean logProbs, int[] ids, float[] each, int from) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = choice(json);
        choice.putObject("delta").put("content", text);
        putLogProbs(choice, logProbs, ids, each, from);
        choice.putNull("finish_reason");
        return json;
    }

    /** The last part of a stream. */
    ObjectNode closing(Completion completion) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = choice(json);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", finish(completion));
        return json;
    }

    /** The token counts behind the last part. */
    ObjectNode counts(Completion completion) {
        ObjectNode json = head("chat.completion.chunk");
        json.putArray("choices");
        json.set("usage", usage(completion));
        return json;
    }

    private ObjectNode head(String object) {
        return NODES.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model.name())
                .put("system_fingerprint", model.model().identity());
    }

    private static ObjectNode choice(ObjectNode json) {
        return json.putArray("choices").addObject().put("index", 0);
    }

    private void putLogProbs(ObjectNode choice, boolean wanted, int[] ids, float[] each, int from) {
        if (!wanted) {
            choice.putNull("logprobs");
            return;
        }
        ObjectNode told = choice.putObject("logprobs");
        ArrayNode content = told.putArray("content");
        String[] pieces = model.pieces(prompt, ids, from);
        for (int i = 0; i < pieces.length; i++) {
            if (ids[from + i] == model.model().tokenizer().end()) {
                continue;
            }
            ObjectNode token = content.addObject();
            token.put("token", pieces[i]).put("logprob", each[from + i]);
            ArrayNode bytes = token.putArray("bytes");
            for (byte octet : pieces[i].getBytes(StandardCharsets.UTF_8)) {
                bytes.add(octet & 0xFF);
            }
            token.putArray("top_logprobs");
        }
        told.putNull("refusal");
    }

    private static ObjectNode usage(Completion completion) {
        int answered = completion.tokenIds().length;
        return NODES.objectNode()
                .put("prompt_tokens", completion.promptTokens())
                .put("completion_tokens", answered)
                .put("total_tokens", completion.promptTokens() + answered);
    }

    private static String finish(Completion completion) {
        Finish finish = completion.finish();
        return finish.name().toLowerCase(Locale.ROOT);
    }
}
