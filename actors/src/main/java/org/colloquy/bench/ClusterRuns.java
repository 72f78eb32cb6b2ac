package org.colloquy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs by {@code cluster up}, and how fast they were by their own timings. */
final class ClusterRuns {

    private static final int SIMULATED_QUESTIONS = 1200;
    private static final int EMBEDDED_QUESTIONS = 40;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MICROS = 1e6;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIMULATED =
            """
            name: bench
            seed: 1
            agents:
              - name: ada
                model: {provider: simulated, ability: 0.5}
              - name: bel
                model: {provider: simulated, ability: -0.5}
            questions: {source: arithmetic, families: [add, chain], levels: [1, 2], count: %d}
            interaction: {protocol: idea3, mode: dynamic, difficulty: label, samples: 16}
            """;
    private static final String EMBEDDED =
            """
            name: bench
            seed: 1
            agents:
              - name: ada
                model: {provider: transformer, weights: "builtin:ada"}
              - name: bel
                model: {provider: transformer, weights: "builtin:bel"}
            questions: {source: arithmetic, families: [add, chain], levels: [1, 2], count: %d}
            interaction: {protocol: idea3, mode: dynamic, difficulty: label, samples: 8}
            """;

    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param turns per second
     * @param tokens per second
     * @param aroundSeconds from the command's start to the first dialogue's end, and from the last
     *     one's to the command's
     * @param run its folder
     */
    record Rate(double turns, double tokens, double aroundSeconds, Path run) {}

    ClusterRuns(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    Rate simulated(int nodes) throws IOException {
        return rate(SIMULATED, nodes, SIMULATED_QUESTIONS);
    }

    Rate embedded(int nodes) throws IOException {
        return rate(EMBEDDED, nodes, EMBEDDED_QUESTIONS);
    }

    /** Between the ends of a run's dialogues, without its first quarter: JVMs warm up in it. */
    private Rate rate(String scenario, int nodes, int questions) throws IOException {
        progress.accept("%d nodes, %d questions".formatted(nodes, questions));
        Path run = folder.resolve("run-" + nodes + "-" + questions);
        Path file = Files.writeString(folder.resolve("bench.yaml"), scenario.formatted(questions));
        List<String> arguments = new ArrayList<>(List.of("cluster", "up", "--nodes"));
        arguments.addAll(List.of(Integer.toString(nodes), "--threads", "1"));
        arguments.addAll(List.of("--run-dir", run.toString(), "--json", file.toString()));
        long start = System.nanoTime();
        JsonNode result;
        try (NodeProcess process =
                NodeProcess.start(List.of("-Xmx1g"), "org.colloquy.cli.Main", arguments)) {
            result = JSON.readTree("{" + process.await("{"));
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        if (!result.path("status").asText().equals("finished")) {
            throw new IOException("the run ended as " + result);
        }
        double[] ends = ends(run);
        int first = ends.length / 4;
        double share = (double) (ends.length - 1 - first) / ends.length;
        double measured = ends[ends.length - 1] - ends[first];
        return new Rate(
                share * result.path("turns").asLong() / measured,
                share * result.path("tokens").asLong() / measured,
                seconds - (ends[ends.length - 1] - ends[0]),
                run);
    }

    /** When each dialogue ended, in seconds, ascending. */
    private static double[] ends(Path run) throws IOException {
        List<Double> ends = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("timings.jsonl"))) {
            JsonNode timing = JSON.readTree(line);
            if (timing.path("what").asText().equals("dialogue")) {
                ends.add(
                        timing.path("startMillis").asLong() / MILLIS
                                + timing.path("micros").asLong() / MICROS);
            }
        }
        return ends.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
