package org.colloquy.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.colloquy.web.library.RunLibrary;
import org.colloquy.web.view.RefusedException;
import org.colloquy.web.view.ViewerApi;

/**
 * Answers one request: lets it in or not, then finds the page, file, events or JSON it asks for.
 */
final class Desk implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Desk.class.getName());
    private static final int CLERKS = 4;
    private static final int MAX_WAITING = 256;
    private static final String API = "/api/";
    private static final List<String> PAGES = List.of("/", "/run", "/dialogue", "/compare");

    private final Gate gate;
    private final ViewerApi api;
    private final EventStreams events;
    private final ActorSystem system;
    private final ThreadPoolExecutor clerks =
            new ThreadPoolExecutor(
                    CLERKS,
                    CLERKS,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    Thread.ofPlatform().daemon().name("viewer-desk-", 0).factory());

    Desk(RunLibrary library, Gate gate, ActorSystem system) {
        this.gate = gate;
        this.system = system;
        api = new ViewerApi(library);
        events = new EventStreams(library, clerks);
    }

    CompletionStage<HttpResponse> answer(HttpRequest request) {
        request.discardEntityBytes(system);
        try {
            Map<String, String> parameters = parameters(request);
            Gate.Verdict verdict =
                    gate.decide(
                            host(request),
                            parameters.getOrDefault("token", ""),
                            carriedToken(request));
            return switch (verdict) {
                case WRONG_HOST ->
                        done(Reply.error(421, "this address is not served under that name"));
                case NO_TOKEN ->
                        done(Reply.error(401, "open the address that colloquy view printed"));
                case TAKE_COOKIE -> done(withCookie(request.getUri().path()));
                case ENTER -> enter(request, parameters);
            };
        } catch (IllegalUriException malformed) {
            return done(Reply.error(400, "the address is malformed"));
        }
    }

    private CompletionStage<HttpResponse> enter(HttpRequest request, Map<String, String> all) {
        if (!request.method().equals(HttpMethods.GET)
                && !request.method().equals(HttpMethods.HEAD)) {
            return done(Reply.error(405, "the viewer only shows"));
        }
        String path = request.getUri().path();
        if (path.equals(API + "events")) {
            return done(events.open(all.getOrDefault("run", "")));
        }
        return later(() -> look(path, all));
    }

    private HttpResponse look(String path, Map<String, String> parameters) {
        try {
            if (path.startsWith(API)) {
                return Reply.json(
                        200,
                        api.answer(
                                path.substring(API.length()),
                                new org.colloquy.web.view.Query(parameters)));
            }
            if (PAGES.contains(path)) {
                return Reply.file(Assets.page());
            }
            return Assets.find(path.substring(1))
                    .map(Reply::file)
                    .orElseGet(() -> Reply.error(404, "there is no such page"));
        } catch (RefusedException refused) {
            return Reply.error(refused.status(), String.valueOf(refused.getMessage()));
        } catch (IOException unreadable) {
            return Reply.error(503, String.valueOf(unreadable.getMessage()));
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "answering " + path, bug);
            return Reply.error(500, "the viewer failed on this; its terminal says how");
        }
    }

    private CompletionStage<HttpResponse> later(Supplier<HttpResponse> work) {
        try {
            return CompletableFuture.supplyAsync(work, clerks);
        } catch (RejectedExecutionException full) {
            return done(Reply.error(503, "too many requests at once; ask again"));
        }
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private static Map<String, String> parameters(HttpRequest request) {
        Query query = request.getUri().query();
        return query.toMap();
    }

    private static String host(HttpRequest request) {
        return request.getHeader("Host")
                .map(HttpHeader::value)
                .map(value -> value.replaceFirst(":\\d*$", ""))
                .orElse("");
    }

    private static String carriedToken(HttpRequest request) {
        Optional<String> bearer =
                request.getHeader("Authorization")
                        .map(HttpHeader::value)
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring("Bearer ".length()));
        return bearer.or(
                        () ->
                                request.getHeader("Cookie")
                                        .map(HttpHeader::value)
                                        .flatMap(Desk::cookieToken))
                .orElse("");
    }

    private static Optional<String> cookieToken(String cookies) {
        for (String cookie : cookies.split(";", -1)) {
            String[] pair = cookie.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals(Gate.COOKIE)) {
                return Optional.of(pair[1]);
            }
        }
        return Optional.empty();
    }

    private HttpResponse withCookie(String path) {
        String plain = PAGES.contains(path) ? path : "/";
        return Reply.redirect(
                plain,
                List.of(
                        RawHeader.create(
                                "Set-Cookie",
                                "%s=%s; Path=/; HttpOnly; SameSite=Strict"
                                        .formatted(Gate.COOKIE, gate.token().orElseThrow()))));
    }

    @Override
    public void close() {
        clerks.shutdownNow();
    }
}
