package org.colloquy.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.colloquy.web.library.RunLibrary;

/** Serves the viewer until it is closed. */
public final class ViewerServer implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ActorSystem system;
    private final Desk desk;
    private final ServerBinding binding;
    private final Address address;

    /**
     * Where to serve.
     *
     * @param host a name or address of this machine
     * @param port 0 for any that is free
     * @param token that every request must carry; empty for none, which only loopback may have
     */
    public record Address(String host, int port, Optional<String> token) {
        public Address {
            if (token.isEmpty() && !Gate.isLoopback(host)) {
                throw new IllegalArgumentException("an address beyond loopback needs a token");
            }
        }

        /** Whether others than this machine's users could reach the host. */
        public static boolean needsToken(String host) {
            return !Gate.isLoopback(host);
        }

        /** What to open in a browser. */
        public String url() {
            String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            return "http://"
                    + name
                    + ":"
                    + port
                    + "/"
                    + token.map(secret -> "?token=" + secret).orElse("");
        }
    }

    private ViewerServer(ActorSystem system, Desk desk, ServerBinding binding, Address address) {
        this.system = system;
        this.desk = desk;
        this.binding = binding;
        this.address = address;
    }

    /**
     * Starts serving.
     *
     * @throws IOException if the address cannot be had
     */
    public static ViewerServer start(RunLibrary library, Address wanted) throws IOException {
        ActorSystem system = ActorSystem.create("viewer", config());
        Desk desk = new Desk(library, new Gate(wanted.host(), wanted.token()), system);
        try {
            ServerBinding binding =
                    Http.get(system)
                            .newServerAt(wanted.host(), wanted.port())
                            .bind(desk::answer)
                            .toCompletableFuture()
                            .join();
            int port = binding.localAddress().getPort();
            return new ViewerServer(
                    system, desk, binding, new Address(wanted.host(), port, wanted.token()));
        } catch (CompletionException taken) {
            desk.close();
            system.terminate();
            throw new IOException(
                    "cannot serve on %s port %d".formatted(wanted.host(), wanted.port()), taken);
        }
    }

    private static Config config() {
        return ConfigFactory.parseResources(ViewerServer.class, "viewer.conf")
                .withFallback(ConfigFactory.parseResources("colloquy.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /** With the port that was had. */
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        CompletionStage<Done> gone =
                binding.terminate(LAST_WORDS)
                        .thenCompose(
                                ended -> {
                                    system.terminate();
                                    return system.getWhenTerminated();
                                })
                        .thenApply(terminated -> Done.getInstance());
        gone.toCompletableFuture().join();
        desk.close();
    }
}
