package org.colloquy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.colloquy.web.ViewerServer;
import org.colloquy.web.ViewerServer.Address;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunFolder;
import org.colloquy.web.library.RunLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves the viewer until Ctrl-C. */
@Command(
        name = "view",
        description = {
            "Serve a page that shows runs, live and finished: their dialogues, curves and",
            "comparisons. Nothing is written into a run, and no request leaves this",
            "machine."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy view",
            "  ./colloquy view runs/RUN --port 0",
            "  ./colloquy view runs --host 0.0.0.0"
        })
final class ViewCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 7466;

    private final Screen screen;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = "runs",
            description = "A folder of runs, or one run directory; by default ${DEFAULT-VALUE}.")
    private Path folder = Path.of("runs");

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
            names = "--cache",
            paramLabel = "DIR",
            description = "Where indexes of logs are kept; by default ~/.cache/colloquy/view.")
    private Path cache = defaultCache();

    @Option(
            names = "--once",
            description = "Ask itself for each run once, then end: tries whether all is well.")
    private boolean once;

    ViewCommand(Screen screen) {
        this.screen = screen;
    }

    private static Path defaultCache() {
        String base = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path caches =
                base.isEmpty()
                        ? Path.of(System.getProperty("user.home", "."), ".cache")
                        : Path.of(base);
        return caches.resolve("colloquy").resolve("view");
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.badUsage(
                    "there is no folder " + folder, "name a folder of runs, or make a run first");
        }
        Address wanted = new Address(host, port, access.secret(host));
        CountDownLatch asked = new CountDownLatch(1);
        try (Interruption interruption = new Interruption();
                RunLibrary library = new RunLibrary(new RunFolder(folder), cache);
                ViewerServer server = start(library, wanted)) {
            interruption.stopBy(asked::countDown);
            screen.out().println("viewing " + folder + " at " + server.address().url());
            screen.out().println("Ctrl-C ends it.");
            screen.out().flush();
            if (once) {
                askItself(library, server.address());
                return ExitStatus.WELL;
            }
            await(asked);
        }
        return ExitStatus.WELL;
    }

    private static ViewerServer start(RunLibrary library, Address wanted) {
        try {
            return ViewerServer.start(library, wanted);
        } catch (IOException taken) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    String.valueOf(taken.getMessage()),
                    "another program may have it; --port 0 takes any that is free");
        }
    }

    private static void askItself(RunLibrary library, Address address) throws IOException {
        String root = address.url().replaceFirst("\\?.*", "");
        for (FoundRun run : library.folder().runs()) {
            String id = URLEncoder.encode(run.id(), StandardCharsets.UTF_8);
            for (String path : List.of("run", "api/runs", "api/run", "api/dialogues")) {
                URLConnection connection =
                        URI.create(root + path + "?run=" + id).toURL().openConnection();
                address.token()
                        .ifPresent(
                                secret ->
                                        connection.setRequestProperty(
                                                "Authorization", "Bearer " + secret));
                try (InputStream answer = connection.getInputStream()) {
                    answer.readAllBytes();
                }
            }
        }
    }

    private static void await(CountDownLatch asked) {
        try {
            asked.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
