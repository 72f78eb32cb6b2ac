package org.colloquy.actors.remote;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.time.Duration;
import java.util.Iterator;
import org.colloquy.model.Sampling;
import org.colloquy.scenario.OpenAiChoice;
import org.colloquy.scenario.OpenAiChoice.TokenLimit;

/**
 * One endpoint through OpenAI's own client, one try a call: it neither retries nor logs. A try is
 * bounded in time, from connecting to the last byte, and in bytes.
 */
final class Endpoint implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_REASON = 300;
    private static final String NO_KEY = "none";

    private final OpenAiChoice choice;
    private final ApiKey key;
    private final OpenAIClient client;

    Endpoint(OpenAiChoice choice, ApiKey key) {
        this.choice = choice;
        this.key = key;
        Duration longest = Duration.ofMillis(choice.pace().timeoutMillis());
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(choice.baseUrl())
                        .apiKey(key.isThere() ? key.secret() : NO_KEY)
                        .maxRetries(0)
                        .logLevel(LogLevel.OFF)
                        .followRedirects(false)
                        .disableTelemetry(true)
                        .checkJacksonVersionCompatibility(false)
                        .timeout(
                                Timeout.builder()
                                        .connect(CONNECT.compareTo(longest) < 0 ? CONNECT : longest)
                                        .read(longest)
                                        .write(longest)
                                        .request(longest)
                                        .build())
                        .addInterceptor(new BoundedBodies(MOST_BYTES))
                        .build();
    }

    /**
     * Asks once; blocks.
     *
     * @throws EndpointException if there is no answer
     */
    ChatAnswer ask(ChatCall call) throws EndpointException {
        try {
            return choice.asking().stream() ? streamed(call) : whole(call);
        } catch (OpenAIServiceException refused) {
            throw ofStatus(refused);
        } catch (OpenAIException trouble) {
            throw EndpointException.passing(reason(trouble));
        } catch (RuntimeException malformed) {
            throw EndpointException.passing("the answer cannot be read: " + reason(malformed));
        }
    }

    private ChatAnswer whole(ChatCall call) throws EndpointException {
        ChatCompletion answer = client.chat().completions().create(params(call).build());
        AnswerParts parts = new AnswerParts(call.choice().asking().logProbs());
        parts.add(answer);
        return parts.whole();
    }

    private ChatAnswer streamed(ChatCall call) throws EndpointException {
        ChatCompletionCreateParams params =
                params(call)
                        .streamOptions(
                                ChatCompletionStreamOptions.builder().includeUsage(true).build())
                        .build();
        AnswerParts parts = new AnswerParts(call.choice().asking().logProbs());
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            Iterator<ChatCompletionChunk> chunks = response.stream().iterator();
            while (chunks.hasNext()) {
                parts.add(chunks.next());
            }
        }
        return parts.whole();
    }

    private ChatCompletionCreateParams.Builder params(ChatCall call) {
        Sampling sampling = call.sampling();
        ChatCompletionCreateParams.Builder params =
                ChatCompletionCreateParams.builder()
                        .model(choice.model())
                        .temperature(sampling.temperature())
                        .topP(sampling.topP());
        if (!choice.asking().system().isEmpty()) {
            params.addSystemMessage(choice.asking().system());
        }
        params.addUserMessage(call.prompt());
        if (choice.asking().tokenLimit() == TokenLimit.MAX_COMPLETION_TOKENS) {
            params.maxCompletionTokens((long) sampling.maxTokens());
        } else {
            params.putAdditionalBodyProperty("max_tokens", JsonValue.from(sampling.maxTokens()));
        }
        if (!sampling.stop().isEmpty()) {
            params.stopOfStrings(sampling.stop());
        }
        if (sampling.topK() > 0) {
            params.putAdditionalBodyProperty("top_k", JsonValue.from(sampling.topK()));
        }
        if (sampling.minP() > 0) {
            params.putAdditionalBodyProperty("min_p", JsonValue.from(sampling.minP()));
        }
        if (choice.asking().logProbs()) {
            params.logprobs(true);
        }
        if (choice.asking().seed()) {
            params.putAdditionalBodyProperty("seed", JsonValue.from(call.seed()));
        }
        return params;
    }

    private EndpointException ofStatus(OpenAIServiceException refused) {
        int status = refused.statusCode();
        boolean passing =
                status < 400 || status == 408 || status == 409 || status == 429 || status >= 500;
        return new EndpointException(
                passing ? EndpointException.Kind.PASSING : EndpointException.Kind.LASTING,
                "status " + status + ": " + reason(refused),
                RetryAfter.in(refused.headers().values("Retry-After")));
    }

    /** One short line without the key. */
    private String reason(Throwable failure) {
        StringBuilder said = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            said.append(": ").append(cause.getMessage());
        }
        String line = key.hiddenIn(said.toString()).replaceAll("\\s+", " ").strip();
        return line.length() <= MOST_REASON ? line : line.substring(0, MOST_REASON) + "...";
    }

    @Override
    public void close() {
        client.close();
    }
}
