package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.replay.LogStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts what is in a log. */
@Command(
        name = "stats",
        description = "Count a log's records, turns, tokens and right answers.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./colloquy log stats runs/RUN", "  ./colloquy log stats runs/RUN --json"})
final class LogStatsCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin private final LogArgument log = new LogArgument();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final LogStatistics statistics = new LogStatistics();
    private final SortedMap<String, Long> recordsByType = new TreeMap<>();

    LogStatsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path file = log.file();
        try (LogReader reader = LogReader.open(file)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                count(next.get().event());
            }
        }
        if (json) {
            screen.out().println(asJson(Files.size(file)));
        } else {
            print(Files.size(file));
        }
        return ExitStatus.WELL;
    }

    private void count(InteractionEvent event) {
        statistics.accept(event);
        recordsByType.merge(InteractionLog.type(event), 1L, Long::sum);
    }

    private ObjectNode asJson(long bytes) {
        ObjectNode counts = JsonNodeFactory.instance.objectNode();
        counts.put("bytes", bytes).put("records", statistics.records());
        ObjectNode types = counts.putObject("types");
        recordsByType.forEach(types::put);
        RunSummary.putCounts(counts, statistics);
        if (statistics.iterations() > 0) {
            counts.put("iterations", statistics.iterations());
            ObjectNode alone = counts.putObject("alone");
            for (SoloEvaluated evaluation : statistics.evaluations()) {
                ObjectNode version = alone.putObject(Integer.toString(evaluation.version()));
                evaluation
                        .agents()
                        .forEach(
                                agent ->
                                        version.put(
                                                agent.agent().value(),
                                                RunSummary.share(agent.right(), agent.asked())));
            }
        }
        return counts;
    }

    private void print(long bytes) {
        screen.out()
                .println(Counted.of(statistics.records(), "record") + " in " + bytes + " bytes");
        recordsByType.forEach(
                (type, count) -> screen.out().println("  " + Paragraph.pad(type, 24) + count));
        RunEnded sums = statistics.totals();
        screen.out()
                .println(
                        Counted.of(sums.dialogues() + sums.failed(), "dialogue")
                                + (sums.failed() == 0 ? "" : " (" + sums.failed() + " failed)")
                                + ", "
                                + Counted.of(sums.turns(), "turn")
                                + ", "
                                + Counted.of(sums.tokens(), "token"));
        screen.out().println(RunSummary.table(statistics, screen));
        statistics.evaluations().forEach(evaluation -> screen.out().println(alone(evaluation)));
    }

    private static String alone(SoloEvaluated evaluation) {
        return "alone, weights of version "
                + evaluation.version()
                + ": "
                + evaluation.agents().stream()
                        .map(each -> each.agent() + " " + each.right() + "/" + each.asked())
                        .collect(Collectors.joining(", "));
    }
}
