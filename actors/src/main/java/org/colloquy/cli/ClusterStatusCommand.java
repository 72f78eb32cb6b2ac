package org.colloquy.cli;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.Callable;
import org.colloquy.actors.cluster.ClusterClient;
import org.colloquy.actors.cluster.message.FromFront;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a cluster stands. */
@Command(
        name = "status",
        description = "Show a cluster's members, and how they work on the run that is led.",
        footerHeading = "%nExamples:%n",
        footer = "  ./colloquy cluster status 127.0.0.1:7355")
final class ClusterStatusCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
            paramLabel = "HOST:PORT",
            split = ",",
            description = "One or more nodes; the first that answers tells.")
    private List<String> nodes = List.of();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ClusterStatusCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        try (ClusterClient client = new ClusterClient(nodes, ConfigFactory.empty())) {
            FromFront.Standing standing = client.look();
            screen.out().println(standing);
            return ExitStatus.WELL;
        } catch (ClusterClient.UnreachableException silence) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    String.valueOf(silence.getMessage()),
                    "check the address, and that the node is up");
        }
    }
}
