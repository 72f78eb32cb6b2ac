package org.colloquy.cli;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.actors.cluster.ClusterClient;
import org.colloquy.log.RunDirectory;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Option;

/** {@code --cluster}, for the commands whose run a cluster can do. */
final class ClusterNodes {

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            split = ",",
            description = {
                "Have a cluster do it: one or more of its nodes. The run goes into the",
                "directory of runs that its coordinators share; --run-dir names it there."
            })
    private List<String> nodes = new ArrayList<>();

    boolean isChosen() {
        return !nodes.isEmpty();
    }

    /** Has the cluster do it; the exit status. */
    int run(Screen screen, Scenario scenario, Optional<Path> folder, RunOptions options)
            throws IOException {
        String name =
                folder.map(path -> String.valueOf(path.toAbsolutePath().normalize().getFileName()))
                        .orElseGet(() -> RunDirectory.newName(scenario.name(), Instant.now()));
        try (ClusterClient client = client(nodes)) {
            return new AwaySession(screen, client, scenario, options.quiet(), options.json())
                    .run(name);
        }
    }

    static ClusterClient client(List<String> nodes) {
        try {
            return new ClusterClient(nodes, ConfigFactory.empty());
        } catch (IllegalArgumentException misspelt) {
            throw CommandFailure.badUsage(
                    String.valueOf(misspelt.getMessage()), "as in 127.0.0.1:7355");
        }
    }
}
