package org.colloquy.web.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.model.TransformerModel;
import org.colloquy.web.Gate;
import org.colloquy.web.ViewerServer.Address;

/**
 * Serves models as OpenAI's chat completions until it is closed: {@code POST /v1/chat/completions},
 * {@code GET /v1/models} and {@code GET /health}.
 *
 * <p>Each model has one {@link ModelServer}, whose batch all requests to it share.
 */
public final class ModelEndpoint implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final String CHAT = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";

    private final ActorSystem<Void> system;
    private final SequencedMap<String, ServedModel> models = new LinkedHashMap<>();
    private final ChatDesk desk;
    private final Gate gate;
    private final ServeLimits limits;

    private ModelEndpoint(
            Map<String, TransformerModel> served,
            Address wanted,
            ServeLimits limits,
            NodeSettings settings) {
        this.limits = limits;
        gate = new Gate(wanted.host(), wanted.token());
        system = ActorSystem.create(Behaviors.empty(), "endpoint", config(settings));
        served.forEach(
                (name, model) ->
                        models.put(
                                name,
                                new ServedModel(
                                        name,
                                        model,
                                        system.systemActorOf(
                                                ModelServer.create(
                                                        model,
                                                        new ModelServer.Bounds(
                                                                limits.batch(), limits.underWay())),
                                                "model-" + models.size(),
                                                DispatcherSelector.fromConfig(
                                                        "colloquy.model-dispatcher")))));
        desk = new ChatDesk(system, models, limits);
    }

    /** An endpoint that serves. */
    public static final class Serving implements AutoCloseable {
        private final ModelEndpoint endpoint;
        private final ServerBinding binding;
        private final Address address;

        private Serving(ModelEndpoint endpoint, ServerBinding binding, Address address) {
            this.endpoint = endpoint;
            this.binding = binding;
            this.address = address;
        }

        /** With the port that was had. */
        public Address address() {
            return address;
        }

        @Override
        public void close() {
            binding.terminate(LAST_WORDS).toCompletableFuture().join();
            endpoint.close();
        }
    }

    /**
     * Starts serving.
     *
     * @param models by the names that requests ask for
     * @throws IOException if the address cannot be had
     */
    public static Serving start(
            Map<String, TransformerModel> models,
            Address wanted,
            ServeLimits limits,
            NodeSettings settings)
            throws IOException {
        ModelEndpoint endpoint = new ModelEndpoint(models, wanted, limits, settings);
        try {
            ServerBinding binding =
                    Http.get(Adapter.toClassic(endpoint.system))
                            .newServerAt(wanted.host(), wanted.port())
                            .bind(endpoint::answer)
                            .toCompletableFuture()
                            .join();
            int port = binding.localAddress().getPort();
            return new Serving(endpoint, binding, new Address(wanted.host(), port, wanted.token()));
        } catch (CompletionException taken) {
            endpoint.close();
            throw new IOException(
                    "cannot serve on %s port %d".formatted(wanted.host(), wanted.port()), taken);
        }
    }

    private static Config config(NodeSettings settings) {
        return ConfigFactory.parseResources(ModelEndpoint.class, "serve.conf")
                .withFallback(settings.config())
                .resolve();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        try {
            enter(request);
            String path = request.getUri().path();
            if (path.equals(CHAT)) {
                return chat(request);
            }
            request.discardEntityBytes(Adapter.toClassic(system));
            only(request, "GET");
            return done(ServeReply.json(200, look(path)));
        } catch (ChatProblem problem) {
            request.discardEntityBytes(Adapter.toClassic(system));
            return done(ServeReply.problem(problem));
        }
    }

    private void enter(HttpRequest request) {
        String host =
                request.getHeader("Host")
                        .map(HttpHeader::value)
                        .map(value -> value.replaceFirst(":\\d*$", ""))
                        .orElse("");
        String token =
                request.getHeader("Authorization")
                        .map(HttpHeader::value)
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring("Bearer ".length()))
                        .orElse("");
        switch (gate.decide(host, "", token)) {
            case ENTER, TAKE_COOKIE -> {}
            case WRONG_HOST ->
                    throw new ChatProblem(
                            421,
                            "invalid_request_error",
                            "this address is not served under that name",
                            "",
                            "");
            case NO_TOKEN ->
                    throw new ChatProblem(
                            401,
                            "authentication_error",
                            "send the token that colloquy serve printed: Authorization: Bearer"
                                    + " TOKEN",
                            "",
                            "invalid_api_key");
        }
    }

    private CompletionStage<HttpResponse> chat(HttpRequest request) {
        only(request, "POST");
        if (!request.entity().getContentType().mediaType().toString().equals("application/json")) {
            throw new ChatProblem(
                    415, "invalid_request_error", "send Content-Type: application/json", "", "");
        }
        return request.entity()
                .toStrict(limits.longest().toMillis(), Adapter.toClassic(system))
                .handle(
                        (entity, unreadable) ->
                                unreadable == null
                                        ? desk.answer(entity.getData().toArray())
                                        : done(ServeReply.problem(tooLong(unreadable))))
                .thenCompose(response -> response);
    }

    private static ChatProblem tooLong(Throwable unreadable) {
        return new ChatProblem(
                413,
                "invalid_request_error",
                "the body cannot be read: " + String.valueOf(unreadable.getMessage()),
                "",
                "");
    }

    private static void only(HttpRequest request, String method) {
        boolean head = method.equals("GET") && request.method().equals(HttpMethods.HEAD);
        if (!request.method().name().equals(method) && !head) {
            throw new ChatProblem(
                    405, "invalid_request_error", "only " + method + " is served here", "", "");
        }
    }

    private ObjectNode look(String path) {
        if (path.equals("/health")) {
            return JsonNodeFactory.instance.objectNode().put("status", "ok");
        }
        if (path.equals(MODELS)) {
            ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
            ArrayNode data = list.putArray("data");
            models.values().forEach(model -> data.add(card(model)));
            return list;
        }
        return List.copyOf(models.values()).stream()
                .filter(model -> path.equals(MODELS + "/" + model.name()))
                .findFirst()
                .map(ModelEndpoint::card)
                .orElseThrow(
                        () ->
                                new ChatProblem(
                                        404,
                                        "invalid_request_error",
                                        "nothing is served at that path; there is %s and %s"
                                                .formatted(CHAT, MODELS),
                                        "",
                                        "not_found"));
    }

    private static ObjectNode card(ServedModel model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", model.name())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "colloquy")
                .put("identity", model.model().identity())
                .put("context_length", model.context());
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** A model that hangs keeps the actors from ending ever, so this waits for so long only. */
    @Override
    public void close() {
        system.terminate();
        CompletionStage<Done> gone = system.getWhenTerminated();
        gone.toCompletableFuture()
                .completeOnTimeout(Done.done(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
