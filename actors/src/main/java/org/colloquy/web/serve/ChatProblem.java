package org.colloquy.web.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request that is not answered, told in the shape of OpenAI's error objects.
 *
 * <p>The message is one sentence and says what to change.
 */
final class ChatProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String param;
    private final String code;

    /**
     * @param status of the HTTP response
     * @param param which part of the request it is about; empty for none
     * @param code one word for programs; empty for none
     */
    ChatProblem(int status, String type, String message, String param, String code) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /** A request that cannot be answered as it is. */
    static ChatProblem badRequest(String param, String message) {
        return new ChatProblem(400, "invalid_request_error", message, param, "");
    }

    /** A failure on this side. */
    static ChatProblem failed(int status, String message) {
        return new ChatProblem(status, "server_error", message, "", "");
    }

    int status() {
        return status;
    }

    /** {@code {"error": {...}}}. */
    ObjectNode json() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode error = nodes.objectNode();
        error.put("message", String.valueOf(getMessage()));
        error.put("type", type);
        error.set("param", param.isEmpty() ? nodes.nullNode() : nodes.textNode(param));
        error.set("code", code.isEmpty() ? nodes.nullNode() : nodes.textNode(code));
        return nodes.objectNode().set("error", error);
    }
}
