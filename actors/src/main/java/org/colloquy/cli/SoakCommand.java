package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.colloquy.bench.Soak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a cluster for a long time while its nodes are killed. */
@Command(
        name = "soak",
        description = "Run on a cluster again and again while nodes are killed at random.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy soak --minutes 5",
            "  ./colloquy soak --minutes 600 --nodes 4 --seed 7",
            "",
            "Each run must have the digest of the same run on one node, and the nodes' memory must",
            "stay flat; else the exit status is 1, and the runs are kept."
        })
final class SoakCommand implements Callable<Integer> {

    private static final int LEAST_NODES = 2;
    private static final int MOST_NODES = 16;

    private final Screen screen;

    @Option(
            names = "--minutes",
            required = true,
            paramLabel = "N",
            description = "How long; the run that is under way then is finished.")
    private int minutes;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Nodes at a time; ${DEFAULT-VALUE} by default.")
    private int nodes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of which node is killed when; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object at the end, and nothing else.")
    private boolean json;

    SoakCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(1, minutes, "--minutes");
        if (nodes < LEAST_NODES || nodes > MOST_NODES) {
            throw CommandFailure.badUsage(
                    "--nodes " + nodes, "choose " + LEAST_NODES + " to " + MOST_NODES);
        }
        Path folder = Files.createTempDirectory("colloquy-soak");
        Soak.Report report =
                new Soak(folder, nodes, seed)
                        .run(
                                minutes,
                                line -> {
                                    if (!json) {
                                        screen.err().println(screen.safe(line));
                                    }
                                });
        if (json) {
            screen.out()
                    .println(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("status", report.well() ? "well" : "failed")
                                    .put("runs", report.runs())
                                    .put("kills", report.kills())
                                    .put("firstBytes", report.firstBytes())
                                    .put("lastBytes", report.lastBytes())
                                    .put("reason", report.reason()));
        } else {
            screen.out()
                    .println(
                            screen.safe(
                                    "%d runs, %d kills; a node held %d MB at first and %d MB at last"
                                            .formatted(
                                                    report.runs(),
                                                    report.kills(),
                                                    report.firstBytes() >> 20,
                                                    report.lastBytes() >> 20)));
            if (!report.well()) {
                screen.err().println(screen.safe("colloquy: " + report.reason()));
            }
        }
        return report.well() ? ExitStatus.WELL : ExitStatus.FAILED;
    }
}
