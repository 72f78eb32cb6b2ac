package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.colloquy.actors.node.Computing;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.model.TransformerModel;
import org.colloquy.web.ViewerServer.Address;
import org.colloquy.web.serve.ModelEndpoint;
import org.colloquy.web.serve.ServeLimits;
import org.colloquy.web.serve.ServedModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves agents until Ctrl-C. */
@Command(
        name = "serve",
        description = {
            "Serve agents at an endpoint as OpenAI's chat completions, so that what was",
            "learned here is used anywhere. Of a run there is its newest checkpoint."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy serve builtin:ada builtin:bel",
            "  ./colloquy serve runs/RUN --port 0",
            "  ./colloquy serve runs/RUN/checkpoints/000010 --host 0.0.0.0"
        })
final class ServeCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 7467;
    private static final int DEFAULT_BATCH = 64;
    private static final int DEFAULT_QUEUE = 256;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Screen screen;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description = "A run directory, a model's folder, a checkpoint, or builtin:NAME.")
    private List<String> sources = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port; 0 for any that is free; by default " + DEFAULT_PORT + ".")
    private int port = DEFAULT_PORT;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where to listen; by default only this machine, 127.0.0.1.")
    private String host = "127.0.0.1";

    @Mixin private final AccessToken access = new AccessToken();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with; default: one per core.")
    private int threads = NodeSettings.ofMachine().threads();

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "${COMPLETION-CANDIDATES}: what computes the models; default: ${DEFAULT-VALUE}."
                            + " auto takes a GPU where there is one.")
    private BackendChoice backend = BackendChoice.CPU;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "The most requests that one model decodes at once; by default "
                            + DEFAULT_BATCH
                            + ".")
    private int batch = DEFAULT_BATCH;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description =
                    "The most requests under way; more are told to come again; by default "
                            + DEFAULT_QUEUE
                            + ".")
    private int queue = DEFAULT_QUEUE;

    @Option(names = "--json", description = "Print where it serves and what as one JSON object.")
    private boolean json;

    ServeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(1, threads, "--threads");
        Arguments.atLeast(1, batch, "--batch");
        Arguments.atLeast(1, queue, "--queue");
        Address wanted = new Address(host, port, access.secret(host));
        Computing computing = backend.computing(this::say);
        Map<String, String> places = ServedModels.find(sources);
        Map<String, TransformerModel> models = new LinkedHashMap<>();
        int threadsEach = Math.max(1, threads / places.size());
        for (Map.Entry<String, String> place : places.entrySet()) {
            models.put(
                    place.getKey(),
                    TransformerModel.read(place.getValue(), () -> computing.decoding(threadsEach)));
        }
        NodeSettings settings = new NodeSettings(threads, batch, computing);
        ServeLimits limits = new ServeLimits(batch, queue, LONGEST);
        CountDownLatch asked = new CountDownLatch(1);
        try (Interruption interruption = new Interruption();
                ModelEndpoint.Serving serving = start(models, wanted, limits, settings)) {
            interruption.stopBy(asked::countDown);
            print(serving.address(), models);
            asked.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.WELL;
    }

    private static ModelEndpoint.Serving start(
            Map<String, TransformerModel> models,
            Address wanted,
            ServeLimits limits,
            NodeSettings settings) {
        try {
            return ModelEndpoint.start(models, wanted, limits, settings);
        } catch (IOException taken) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    String.valueOf(taken.getMessage()),
                    "another program may have it; --port 0 takes any that is free");
        }
    }

    private void print(Address address, Map<String, TransformerModel> models) {
        String base = address.url().replaceFirst("/(\\?.*)?$", "/v1");
        Optional<String> token = address.token();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode().put("url", base);
            models.keySet().forEach(object.putArray("models")::add);
            token.ifPresent(secret -> object.put("token", secret));
            screen.out().println(object);
        } else {
            screen.out().println("serving " + String.join(", ", models.keySet()) + " at " + base);
            token.ifPresent(secret -> screen.out().println("token   " + secret));
            screen.out().println("Ctrl-C ends it.");
        }
        screen.out().flush();
    }

    private void say(String sentence) {
        screen.err().println(screen.safe("colloquy: " + sentence));
    }
}
