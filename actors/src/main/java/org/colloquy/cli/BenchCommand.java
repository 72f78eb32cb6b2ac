package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.colloquy.bench.Benchmark;
import org.colloquy.bench.ClusterBench;
import org.colloquy.bench.CudaBench;
import org.colloquy.bench.EngineBench;
import org.colloquy.bench.Figure;
import org.colloquy.bench.GrpoBench;
import org.colloquy.bench.LogBench;
import org.colloquy.bench.MatmulBench;
import org.colloquy.bench.SampleBench;
import org.colloquy.bench.TrainBench;
import org.colloquy.bench.ViewBench;
import org.colloquy.scenario.NearestName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a part of Colloquy on this machine. */
@Command(
        name = "bench",
        description = "Measure a part of Colloquy on this machine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy bench matmul",
            "  ./colloquy bench engine --json",
            "",
            "Ratios are taken within one run, so that a busy machine matters less. A figure",
            "that misses its goal is marked; the exit status stays 0."
        })
final class BenchCommand implements Callable<Integer> {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static final List<Benchmark> SUITES =
            List.of(
                    new MatmulBench(),
                    new TrainBench(CORES),
                    new SampleBench(CORES),
                    new GrpoBench(CORES),
                    new EngineBench(CORES),
                    new LogBench(),
                    new ViewBench("view", 35_000, CORES),
                    new ViewBench("view-large", 350_000, CORES),
                    new ClusterBench(),
                    new CudaBench());

    private final Screen screen;

    @Parameters(
            paramLabel = "SUITE",
            description =
                    "matmul, train, sample, grpo, engine, log, view, view-large, cluster or cuda.")
    private String suite = "";

    @Option(names = "--json", description = "Print one JSON object at the end, and nothing else.")
    private boolean json;

    BenchCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Benchmark benchmark = named(suite);
        List<Figure> figures =
                benchmark.run(
                        line -> {
                            if (!json) {
                                screen.err().println(screen.safe(line));
                            }
                        });
        if (json) {
            screen.out().println(asJson(benchmark, figures));
        } else {
            screen.out().println(screen.palette().bold(benchmark.description()));
            int names = figures.stream().mapToInt(f -> f.name().length()).max().orElse(0);
            figures.forEach(figure -> screen.out().println(row(figure, names)));
        }
        return ExitStatus.WELL;
    }

    private static Benchmark named(String suite) {
        return SUITES.stream()
                .filter(benchmark -> benchmark.name().equals(suite))
                .findFirst()
                .orElseThrow(
                        () ->
                                CommandFailure.badUsage(
                                        "there is no suite '" + suite + "'",
                                        NearestName.hint(
                                                suite,
                                                SUITES.stream().map(Benchmark::name).toList())));
    }

    private String row(Figure figure, int names) {
        String value =
                String.format(Locale.ROOT, "%12s %s", rounded(figure.value()), figure.unit());
        String goal =
                figure.goal().isEmpty()
                        ? ""
                        : "  "
                                + screen.mark(figure.reached())
                                + " goal "
                                + rounded(figure.goal().getAsDouble());
        return Paragraph.pad(figure.name(), names) + value + goal;
    }

    private static String rounded(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    private static ObjectNode asJson(Benchmark benchmark, List<Figure> figures) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("suite", benchmark.name());
        ArrayNode list = json.putArray("figures");
        for (Figure figure : figures) {
            ObjectNode node = list.addObject();
            node.put("name", figure.name()).put("value", figure.value()).put("unit", figure.unit());
            figure.goal()
                    .ifPresent(goal -> node.put("goal", goal).put("reached", figure.reached()));
        }
        return json;
    }
}
