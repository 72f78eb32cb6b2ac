package org.colloquy.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.colloquy.web.index.RunIndex;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunLibrary;

/**
 * Server-sent events of one run: an event {@code progress} whenever its log has grown or its
 * standing has changed, and {@code gone} once it is deleted. A comment each {@value #TICKS_ALIVE}
 * ticks keeps the connection.
 */
final class EventStreams {

    private static final Duration TICK = Duration.ofMillis(700);
    private static final int TICKS_ALIVE = 20;
    private static final int MAX_STREAMS = 64;

    private final RunLibrary library;
    private final Executor clerks;
    private final AtomicInteger streams = new AtomicInteger();

    EventStreams(RunLibrary library, Executor clerks) {
        this.library = library;
        this.clerks = clerks;
    }

    HttpResponse open(String run) {
        if (streams.incrementAndGet() > MAX_STREAMS) {
            streams.decrementAndGet();
            return Reply.error(503, "too many pages follow a run at once");
        }
        Source<ByteString, NotUsed> source =
                Source.tick(Duration.ZERO, TICK, run)
                        .mapMaterializedValue(cancellable -> NotUsed.getInstance())
                        .mapAsync(1, id -> CompletableFuture.supplyAsync(() -> look(id), clerks))
                        .statefulMap(Changes::new, Changes::next, changes -> Optional.empty())
                        .filter(text -> !text.isEmpty())
                        .map(ByteString::fromString)
                        .watchTermination(
                                (any, end) -> {
                                    end.whenComplete((done, error) -> streams.decrementAndGet());
                                    return any;
                                });
        return Reply.entity(
                        200,
                        HttpEntities.createChunked(
                                MediaTypes.TEXT_EVENT_STREAM.toContentType(), source))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no"));
    }

    private String look(String id) {
        try {
            Optional<FoundRun> run = library.folder().run(id);
            if (run.isEmpty()) {
                return "event: gone\ndata: {}\n\n";
            }
            Optional<RunIndex> index = library.index(run.get(), 0);
            String seen =
                    index.map(RunIndex::snapshot)
                            .map(
                                    at ->
                                            "\"records\":%d,\"readBytes\":%d,\"bytes\":%d,\"current\":%b"
                                                    .formatted(
                                                            at.outline().seq(),
                                                            at.outline().offset(),
                                                            Math.max(
                                                                    at.bytes(),
                                                                    at.outline().offset()),
                                                            at.current()))
                            .orElse("\"records\":0");
            return "event: progress\ndata: {\"standing\":\"%s\",%s}\n\n"
                    .formatted(run.get().standing(), seen);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Lets a text through if it is not the one before; a comment now and then if it is. */
    private static final class Changes {
        private String last = "";
        private int silent;

        org.apache.pekko.japi.Pair<Changes, String> next(String text) {
            silent++;
            if (!text.isEmpty() && !text.equals(last)) {
                last = text;
                silent = 0;
                return new org.apache.pekko.japi.Pair<>(this, text);
            }
            boolean due = silent >= TICKS_ALIVE;
            silent = due ? 0 : silent;
            return new org.apache.pekko.japi.Pair<>(this, due ? ": alive\n\n" : "");
        }
    }
}
