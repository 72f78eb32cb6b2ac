package org.colloquy.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.cluster.ClusterNode;
import org.colloquy.actors.cluster.ClusterSettings;
import org.colloquy.actors.node.NodeSettings;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node of a cluster until it is told to leave. */
@Command(
        name = "node",
        description = "Start one node of a cluster; it leaves in good order on SIGTERM or Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy node --conf conf/node.conf",
            "  ./colloquy node --port 7356 --join 127.0.0.1:7355 --runs /shared/runs",
            "",
            "Without --conf and --join it begins a cluster of its own."
        })
final class NodeCommand implements Callable<Integer> {

    private final Screen screen;

    @Option(names = "--conf", paramLabel = "FILE", description = "The node's settings, in HOCON.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--host", paramLabel = "HOST", description = "Where the node listens.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "0 takes a free one.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "Nodes of the cluster to join.")
    private List<String> seeds = new ArrayList<>();

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "Of coordinator, worker, trainer.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "The directory of runs that all coordinators share.")
    private Optional<Path> runs = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with; default: one per core.")
    private int threads = NodeSettings.ofMachine().threads();

    @Option(
            names = "--attached",
            description = "Also leave when standard input ends, as when the starter is gone.")
    private boolean attached;

    NodeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        ClusterSettings settings = settings();
        try (Interruption interruption = new Interruption();
                ClusterNode node = ClusterNode.start(settings, Versions.colloquy())) {
            interruption.stopBy(node::leave);
            node.up()
                    .thenRun(
                            () -> {
                                screen.out().println("up " + node.name());
                                screen.out().flush();
                            });
            if (attached) {
                Signals.register("INT", () -> {});
                Thread watch = new Thread(() -> awaitEndOfInput(), "colloquy-attached");
                watch.setDaemon(true);
                watch.start();
            }
            node.ended().toCompletableFuture().join();
            if (node.isDowned()) {
                screen.err()
                        .println(
                                "colloquy: node "
                                        + node.name()
                                        + " was taken out of the cluster, or stood in its minority, and stopped;"
                                        + " what it had under way is done by others; start it again to join");
                return ExitStatus.FAILED;
            }
            return ExitStatus.WELL;
        }
    }

    /** Whoever started the node holds its input open; without it nobody wants the node. */
    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException closed) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(ExitStatus.FAILED);
    }

    private ClusterSettings settings() {
        Config own = ConfigFactory.empty();
        if (host.isPresent()) {
            own = own.withValue("colloquy.cluster.host", value(host.get()));
        }
        if (port.isPresent()) {
            own = own.withValue("colloquy.cluster.port", value(port.get()));
        }
        if (!seeds.isEmpty()) {
            own = own.withValue("colloquy.cluster.seeds", value(seeds));
        }
        if (!roles.isEmpty()) {
            own = own.withValue("colloquy.cluster.roles", value(roles));
        }
        if (runs.isPresent()) {
            own = own.withValue("colloquy.cluster.runs", value(runs.get().toString()));
        }
        Arguments.atLeast(1, threads, "--threads");
        try {
            Config all = file.isPresent() ? own.withFallback(read(file.get())) : own;
            return ClusterSettings.of(all, threads);
        } catch (IllegalArgumentException | ConfigException unusable) {
            throw CommandFailure.badUsage(
                    file.map(path -> path + ": ").orElse("") + unusable.getMessage(),
                    "see docs/cluster.md");
        }
    }

    private static Config read(Path file) {
        if (!Files.isReadable(file)) {
            throw CommandFailure.badUsage(file + ": no such file", "see conf/node.conf");
        }
        return ConfigFactory.parseFile(file.toFile());
    }

    private static com.typesafe.config.ConfigValue value(Object any) {
        return com.typesafe.config.ConfigValueFactory.fromAnyRef(any);
    }
}
