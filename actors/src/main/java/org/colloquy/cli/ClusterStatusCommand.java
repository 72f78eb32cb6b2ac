package org.colloquy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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

    /** Rates are means of so long; nodes report once a second. */
    private static final long BETWEEN_LOOKS_MILLIS = 2000;

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
        try (ClusterClient client = ClusterNodes.client(nodes)) {
            FromFront.Standing before = client.look();
            long start = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            FromFront.Standing now = client.look();
            ClusterView view = new ClusterView(before, now, (System.nanoTime() - start) / 1e9);
            screen.out().println(json ? view.json() : view.table(screen));
            return ExitStatus.WELL;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERRUPTED;
        } catch (ClusterClient.UnreachableException silence) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    String.valueOf(silence.getMessage()),
                    "check the address, and that the node is up");
        }
    }
}
