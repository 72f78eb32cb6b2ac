package org.colloquy.web.serve;

import java.util.regex.Pattern;
import org.colloquy.web.serve.ChatRequest.Message;

/**
 * A conversation in the words of the builtin agents, see {@link
 * org.colloquy.dialogue.TranscriptPrompts}.
 *
 * <p>The first user message is the question, an assistant's message the agent's own text, and each
 * later user message what a peer says to it, upon which the agent revises. A system message is the
 * agent's manner. A conversation of one message that is a transcript already is taken as it is, so
 * that a run over this endpoint asks what a run beside it would.
 */
final class TranscriptChat {

    private static final Pattern TRANSCRIPT =
            Pattern.compile(
                    "(?s)(You are [^\\n]*\\n)?(Question: .*\\n\\w[^\\n]*: |Harder\\? .*: )");
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    private TranscriptChat() {}

    /**
     * The prompt.
     *
     * @throws ChatProblem where there is no question, or it is not the user's turn that is answered
     */
    static String prompt(ChatRequest request) {
        Message last = request.messages().getLast();
        if (!last.role().equals("user")) {
            throw ChatProblem.badRequest("messages", "the last message must be the user's");
        }
        if (request.messages().size() == 1 && TRANSCRIPT.matcher(last.text()).matches()) {
            return last.text();
        }
        StringBuilder manner = new StringBuilder();
        StringBuilder talk = new StringBuilder();
        for (Message message : request.messages()) {
            switch (message.role()) {
                case "system" -> manner.append(oneLine(message.text())).append(' ');
                case "assistant" -> talk.append(message.text().strip()).append('\n');
                default -> {
                    boolean first = talk.isEmpty();
                    talk.append(first ? "Question: " : "Peer 1: ")
                            .append(oneLine(message.text()))
                            .append(first ? "\nIdea: " : "\nRevise: ");
                }
            }
        }
        return manner.isEmpty()
                ? talk.toString()
                : "You are " + manner.toString().strip() + ".\n" + talk;
    }

    private static String oneLine(String text) {
        return WHITESPACE.matcher(text.strip()).replaceAll(" ");
    }
}
