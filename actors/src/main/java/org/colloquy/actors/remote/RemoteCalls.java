package org.colloquy.actors.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Outcome;
import org.colloquy.model.Refusal;
import org.colloquy.scenario.OpenAiChoice;

/**
 * Sees a request through: from the cache, or in its turn to the endpoint, and again where that
 * could help. This is the one place that retries. Thread-safe.
 *
 * <p>Between tries there is a wait, twice as long each time and drawn from its upper half; a longer
 * one that the endpoint asks for holds back all requests to it. A wait beyond {@link #LONGEST_WAIT}
 * is not waited for.
 */
final class RemoteCalls {

    static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long MOST_BACKOFF_MILLIS = 30_000;
    private static final long NANOS = 1_000_000;

    private final OpenAiChoice choice;
    private final Endpoint endpoint;
    private final RemoteAccess access;
    private final Pacing pacing;
    private final CircuitBreaker breaker = new CircuitBreaker();

    RemoteCalls(OpenAiChoice choice, Endpoint endpoint, RemoteAccess access) {
        this.choice = choice;
        this.endpoint = endpoint;
        this.access = access;
        pacing = new Pacing(choice.pace(), System.nanoTime());
    }

    /** Blocks until there is an answer, or will be none. */
    Outcome complete(CompletionRequest request) throws InterruptedException {
        ChatCall call = ChatCall.of(choice, request);
        Optional<ChatAnswer> known = access.cache().flatMap(cache -> cache.find(call));
        if (known.isPresent()) {
            access.spending().add(choice, new Usage(0, 0, 1, 0, 0));
            return known.get().completion();
        }
        for (int tried = 0; ; tried++) {
            Optional<String> closed = closed();
            if (closed.isPresent()) {
                return new Refusal(closed.get());
            }
            try {
                return asked(call).completion();
            } catch (EndpointException failure) {
                Duration wait = wait(tried, failure);
                boolean last = tried == choice.pace().retries();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (last || !failure.passing() || wait.compareTo(LONGEST_WAIT) > 0) {
                    return new Refusal(refusal(failure, tried + 1));
                }
                access.spending().add(choice, new Usage(0, 1, 0, 0, 0));
                Thread.sleep(wait);
            }
        }
    }

    /** Why nothing may be sent; where the budget is spent and ends the run, there is no answer. */
    private Optional<String> closed() throws InterruptedException {
        Optional<String> spent = access.spending().spent();
        if (spent.isPresent() && access.spending().stops()) {
            new CountDownLatch(1).await();
        }
        return spent.map(what -> "the budget is spent: " + what)
                .or(() -> breaker.refusal(System.nanoTime()));
    }

    private ChatAnswer asked(ChatCall call) throws EndpointException, InterruptedException {
        long reserved = call.estimatedTokens();
        long waitNanos = pacing.reserve(System.nanoTime(), reserved);
        Thread.sleep(Duration.ofNanos(waitNanos));
        long used = 0;
        try {
            ChatAnswer answer = endpoint.ask(call);
            used = (long) answer.promptTokens() + answer.completionTokens();
            breaker.answered();
            access.cache().ifPresent(cache -> cache.keep(call, answer));
            access.spending()
                    .add(
                            choice,
                            new Usage(1, 0, 0, answer.promptTokens(), answer.completionTokens()));
            return answer;
        } catch (EndpointException failure) {
            if (failure.passing() && !Thread.currentThread().isInterrupted()) {
                breaker.failed(System.nanoTime(), failure.reason());
            }
            throw failure;
        } finally {
            pacing.settle(reserved, used);
        }
    }

    private Duration wait(int tried, EndpointException failure) {
        long most = Math.min(MOST_BACKOFF_MILLIS, FIRST_WAIT_MILLIS << Math.min(tried, 10));
        long drawn = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Duration wait = Duration.ofMillis(drawn);
        if (asked.compareTo(wait) > 0 && asked.compareTo(LONGEST_WAIT) <= 0) {
            pacing.quiet(System.nanoTime(), asked.toMillis() * NANOS);
        }
        return asked.compareTo(wait) > 0 ? asked : wait;
    }

    private static String refusal(EndpointException failure, int tries) {
        return failure.reason()
                + (tries > 1 ? " (tried %d times)".formatted(tries) : "")
                + failure.retryAfter()
                        .filter(wait -> wait.compareTo(LONGEST_WAIT) > 0)
                        .map(wait -> "; it asks to wait " + wait.toSeconds() + " s")
                        .orElse("");
    }
}
