package org.colloquy.web.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.colloquy.model.Sampling;
import org.colloquy.web.serve.ChatRequest.Message;

/**
 * Reads a request's body. What would change the answer and is not served is refused by name; what
 * would not, such as {@code user}, is passed over.
 */
final class ChatRequestReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_STOPS = 16;
    private static final int MAX_MESSAGES = 1024;

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            com.fasterxml.jackson.core.JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(
                            com.fasterxml.jackson.databind.DeserializationFeature
                                    .FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final List<String> NOT_SERVED =
            List.of(
                    "tools",
                    "tool_choice",
                    "functions",
                    "function_call",
                    "logit_bias",
                    "audio",
                    "modalities",
                    "prediction",
                    "web_search_options");

    private final JsonNode body;

    private ChatRequestReader(JsonNode body) {
        this.body = body;
    }

    /**
     * @throws ChatProblem naming what cannot be served
     */
    static ChatRequest read(byte[] bytes) {
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body == null || !body.isObject()) {
                throw ChatProblem.badRequest("", "the body is no JSON object");
            }
            return new ChatRequestReader(body).request();
        } catch (JsonProcessingException malformed) {
            throw ChatProblem.badRequest(
                    "", "the body is no JSON: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private ChatRequest request() {
        for (String key : NOT_SERVED) {
            JsonNode value = body.path(key);
            boolean empty = value.isContainerNode() && value.isEmpty();
            if (!value.isMissingNode() && !value.isNull() && !empty) {
                throw ChatProblem.badRequest(key, key + " is not served here; leave it out");
            }
        }
        only("n", 1);
        only("presence_penalty", 0);
        only("frequency_penalty", 0);
        only("top_logprobs", 0);
        String format = body.path("response_format").path("type").asText("text");
        if (!format.equals("text")) {
            throw ChatProblem.badRequest(
                    "response_format", "response_format " + format + " is not served; use text");
        }
        return new ChatRequest(
                text("model"),
                messages(),
                sampling(),
                body.hasNonNull("seed")
                        ? OptionalLong.of(whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0))
                        : OptionalLong.empty(),
                flag(body, "stream"),
                flag(body.path("stream_options"), "include_usage"),
                flag(body, "logprobs"));
    }

    private List<Message> messages() {
        JsonNode list = body.path("messages");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_MESSAGES) {
            throw ChatProblem.badRequest(
                    "messages", "messages must be a list of 1 to " + MAX_MESSAGES + " messages");
        }
        List<Message> messages = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String place = "messages[" + i + "]";
            String role = list.get(i).path("role").asText("");
            if (!List.of("system", "developer", "user", "assistant").contains(role)) {
                throw ChatProblem.badRequest(
                        place + ".role",
                        place + ".role is '" + role + "'; it must be system, user or assistant");
            }
            String plain = role.equals("developer") ? "system" : role;
            messages.add(new Message(plain, content(list.get(i).path("content"), place)));
        }
        return messages;
    }

    /** A text, or a list of text parts. */
    private static String content(JsonNode content, String place) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        boolean texts = content.isArray();
        for (JsonNode part : content) {
            texts &= part.path("type").asText("").equals("text") && part.path("text").isTextual();
            text.append(part.path("text").asText(""));
        }
        if (!texts) {
            throw ChatProblem.badRequest(
                    place + ".content", place + ".content must be text, or a list of text parts");
        }
        return text.toString();
    }

    private Sampling sampling() {
        String longest =
                body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        return new Sampling(
                number("temperature", 0, 100, 1),
                (int) whole("top_k", 0, 1_000_000, 0),
                number("top_p", Double.MIN_VALUE, 1, 1),
                number("min_p", 0, Math.nextDown(1.0), 0),
                (int) whole(longest, 1, 1 << 20, 1 << 20),
                stops());
    }

    private List<String> stops() {
        JsonNode stop = body.path("stop");
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.textValue());
        } else if (stop.isArray() && stop.size() <= MAX_STOPS) {
            stop.forEach(one -> stops.add(one.isTextual() ? one.textValue() : ""));
        } else if (!stop.isMissingNode() && !stop.isNull()) {
            stops.add("");
        }
        if (stops.contains("")) {
            throw ChatProblem.badRequest(
                    "stop", "stop must be a text or a list of at most " + MAX_STOPS + " texts");
        }
        return stops;
    }

    private void only(String key, double served) {
        if (number(key, -Double.MAX_VALUE, Double.MAX_VALUE, served) != served) {
            throw ChatProblem.badRequest(
                    key,
                    "%s is %s; this server gives %.0f only".formatted(key, body.get(key), served));
        }
    }

    private String text(String key) {
        JsonNode value = body.path(key);
        if (!value.isTextual()) {
            throw ChatProblem.badRequest(key, key + " must be a text");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isBoolean() && !value.isMissingNode() && !value.isNull()) {
            throw ChatProblem.badRequest(key, key + " must be true or false");
        }
        return value.asBoolean(false);
    }

    private double number(String key, double least, double most, double otherwise) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        double number = value.asDouble(Double.NaN);
        if (!value.isNumber() || !(number >= least && number <= most)) {
            throw ChatProblem.badRequest(
                    key, "%s is %s; it must be a number in range".formatted(key, value));
        }
        return number;
    }

    private long whole(String key, long least, long most, long otherwise) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.canConvertToLong()
                || !value.isIntegralNumber()
                || value.longValue() < least
                || value.longValue() > most) {
            throw ChatProblem.badRequest(
                    key,
                    "%s is %s; it must be a whole number from %d to %d"
                            .formatted(key, value, least, most));
        }
        return value.longValue();
    }
}
