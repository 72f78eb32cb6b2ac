package org.colloquy.web.serve;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Occasion;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.colloquy.random.CounterRandom;
import org.colloquy.web.serve.Seats.Seat;
import org.colloquy.web.serve.Word.Over;

/** Answers chat requests by the models' batches, at most so many at once. */
final class ChatDesk {

    private static final Logger LOG = Logger.getLogger(ChatDesk.class.getName());
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
    private static final int ID_BYTES = 12;
    private static final int WORDS = 64;

    private final ActorSystem<?> system;
    private final SequencedMap<String, ServedModel> models;
    private final ServeLimits limits;
    private final SecureRandom random = new SecureRandom();
    private final Seats seats;

    ChatDesk(ActorSystem<?> system, SequencedMap<String, ServedModel> models, ServeLimits limits) {
        this.system = system;
        this.models = models;
        this.limits = limits;
        seats = new Seats(limits.underWay());
    }

    /**
     * The response; never a failure.
     *
     * @param body of the request
     */
    CompletionStage<HttpResponse> answer(byte[] body) {
        try {
            return answer(ChatRequestReader.read(body));
        } catch (ChatProblem problem) {
            return CompletableFuture.completedFuture(ServeReply.problem(problem));
        }
    }

    private CompletionStage<HttpResponse> answer(ChatRequest request) {
        ServedModel model = model(request.model());
        String prompt = TranscriptChat.prompt(request);
        int length = model.tokens(prompt);
        if (length >= model.context()) {
            throw new ChatProblem(
                    400,
                    "invalid_request_error",
                    "the messages have %d tokens, the context of %s is %d and needs room for an"
                                    .formatted(length, model.name(), model.context())
                            + " answer; shorten them",
                    "messages",
                    "context_length_exceeded");
        }
        int longest = Math.min(request.sampling().maxTokens(), model.context() - length);
        CompletionRequest completion =
                new CompletionRequest(
                        key(request), prompt, shortened(request, longest), Occasion.NONE);
        Seat seat = seats.take(completion.key()).orElseThrow(this::full);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        ChatReply reply =
                new ChatReply(
                        "chatcmpl-" + HexFormat.of().formatHex(id),
                        Instant.now().getEpochSecond(),
                        model,
                        prompt);
        return request.stream()
                ? CompletableFuture.completedFuture(stream(request, completion, reply, seat))
                : whole(request, completion, reply, seat);
    }

    private ChatProblem full() {
        return new ChatProblem(
                429,
                "rate_limit_error",
                limits.underWay() + " requests are under way; ask again",
                "",
                "rate_limit_exceeded");
    }

    private CompletionStage<HttpResponse> whole(
            ChatRequest request, CompletionRequest completion, ChatReply reply, Seat seat) {
        return AskPattern.<ModelServer.Command, Word>ask(
                        reply.model().server(),
                        asker ->
                                new ModelServer.Complete<>(
                                        completion, new Word.Telling(false), asker),
                        limits.longest(),
                        system.scheduler())
                .handle(
                        (word, failure) -> {
                            leave(seat, reply, completion);
                            if (failure != null) {
                                LOG.log(Level.WARNING, "a request was not answered", failure);
                                return ServeReply.problem(
                                        ChatProblem.failed(504, "the model did not answer"));
                            }
                            return switch (((Over) word).outcome()) {
                                case Completion said ->
                                        ServeReply.json(200, reply.whole(said, request.logProbs()));
                                case Refusal refusal ->
                                        ServeReply.problem(
                                                ChatProblem.failed(500, refusal.reason()));
                            };
                        });
    }

    private HttpResponse stream(
            ChatRequest request, CompletionRequest completion, ChatReply reply, Seat seat) {
        Source<ByteString, NotUsed> events =
                Source.<Word>actorRef(
                                ended -> Optional.empty(),
                                failed -> Optional.empty(),
                                WORDS,
                                OverflowStrategy.dropHead())
                        .mapMaterializedValue(
                                listener -> {
                                    reply.model()
                                            .server()
                                            .tell(
                                                    new ModelServer.Complete<Word>(
                                                            completion,
                                                            new Word.Telling(true),
                                                            Adapter.toTyped(listener)));
                                    return NotUsed.getInstance();
                                })
                        .takeWhile(word -> !(word instanceof Over), true)
                        .completionTimeout(limits.longest())
                        .conflate((before, after) -> after)
                        .statefulMap(
                                () -> new ChatStream(reply, request),
                                (stream, word) -> new Pair<>(stream, stream.next(word)),
                                stream -> Optional.empty())
                        .mapConcat(parts -> parts)
                        .keepAlive(SIGN_OF_LIFE, () -> ByteString.fromString(": waiting\n\n"))
                        .watchTermination(
                                (any, end) -> {
                                    end.whenComplete((done, cut) -> leave(seat, reply, completion));
                                    return any;
                                });
        system.scheduler()
                .scheduleOnce(
                        limits.longest(),
                        () -> leave(seat, reply, completion),
                        system.executionContext());
        return ServeReply.entity(
                200,
                HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events));
    }

    /** Whoever went away before the end needs no answer any more. */
    private static void leave(Seat seat, ChatReply reply, CompletionRequest completion) {
        if (seat.leave()) {
            reply.model().server().tell(new ModelServer.Cancel(completion.key()));
        }
    }

    private ServedModel model(String name) {
        return Optional.ofNullable(models.get(name))
                .orElseThrow(
                        () ->
                                new ChatProblem(
                                        404,
                                        "invalid_request_error",
                                        "there is no model '%s' here; there is %s"
                                                .formatted(
                                                        name, String.join(", ", models.keySet())),
                                        "model",
                                        "model_not_found"));
    }

    private long key(ChatRequest request) {
        return request.seed().isPresent()
                ? CounterRandom.key(request.seed().getAsLong(), "serve")
                : random.nextLong();
    }

    private static Sampling shortened(ChatRequest request, int longest) {
        Sampling sampling = request.sampling();
        return new Sampling(
                sampling.temperature(),
                sampling.topK(),
                sampling.topP(),
                sampling.minP(),
                longest,
                sampling.stop());
    }
}
