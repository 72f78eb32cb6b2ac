package org.colloquy.actors.remote;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.completions.CompletionUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.model.Finish;

/** Puts an answer together, from a stream's parts or from a whole one. */
final class AnswerParts {

    private static final int MOST_TEXT = 1 << 20;
    private static final int MOST_TOKENS = 1 << 20;

    private final boolean wantsLogProbs;
    private final StringBuilder text = new StringBuilder();
    private final List<Float> logProbs = new ArrayList<>();
    private String finish = "";
    private int promptTokens;
    private int completionTokens;

    AnswerParts(boolean wantsLogProbs) {
        this.wantsLogProbs = wantsLogProbs;
    }

    void add(ChatCompletion answer) throws EndpointException {
        if (answer.choices().isEmpty()) {
            throw EndpointException.passing("the answer has no choice");
        }
        ChatCompletion.Choice choice = answer.choices().getFirst();
        append(choice.message().content().orElse(""));
        choice.logprobs().flatMap(told -> told.content()).ifPresent(this::addLogProbs);
        finish = choice.finishReason().asString();
        answer.usage().ifPresent(this::count);
    }

    void add(ChatCompletionChunk chunk) throws EndpointException {
        for (ChatCompletionChunk.Choice choice : chunk.choices()) {
            if (choice.index() == 0) {
                append(choice.delta().content().orElse(""));
                choice.logprobs().flatMap(told -> told.content()).ifPresent(this::addLogProbs);
                finish = choice.finishReason().map(reason -> reason.asString()).orElse(finish);
            }
        }
        chunk.usage().ifPresent(this::count);
    }

    /**
     * The whole answer.
     *
     * @throws EndpointException if it was cut off, or is no text
     */
    ChatAnswer whole() throws EndpointException {
        Optional<Finish> end =
                switch (finish) {
                    case "stop" -> Optional.of(Finish.STOP);
                    case "length" -> Optional.of(Finish.LENGTH);
                    default -> Optional.empty();
                };
        if (finish.isEmpty()) {
            throw EndpointException.passing("the answer was cut off before its end");
        }
        if (end.isEmpty()) {
            throw EndpointException.lasting("the answer ended with " + finish + ", not with text");
        }
        return new ChatAnswer(
                text.toString(),
                end.get(),
                wantsLogProbs ? logProbs : List.of(),
                promptTokens,
                completionTokens);
    }

    private void append(String more) throws EndpointException {
        text.append(more);
        if (text.length() > MOST_TEXT) {
            throw EndpointException.passing(
                    "the answer is longer than " + MOST_TEXT + " characters");
        }
    }

    private void addLogProbs(List<ChatCompletionTokenLogprob> tokens) {
        for (ChatCompletionTokenLogprob token : tokens) {
            logProbs.add((float) Math.min(0, token.logprob()));
        }
    }

    private void count(CompletionUsage usage) {
        promptTokens = Math.clamp(usage.promptTokens(), 0, MOST_TOKENS);
        completionTokens = Math.clamp(usage.completionTokens(), 0, MOST_TOKENS);
    }
}
