package org.colloquy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs by {@code cluster up}, each a short one and a long one. */
final class ClusterRuns {

    private static final int SHORT_QUESTIONS = 200;
    private static final int LONG_QUESTIONS = 1200;
    private static final int SHORT_EMBEDDED = 8;
    private static final int LONG_EMBEDDED = 40;
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
    private Path sample = Path.of("");

    /**
     * @param turns per second
     * @param tokens per second
     * @param aroundSeconds what the short run took beyond its turns
     */
    record Rate(double turns, double tokens, double aroundSeconds) {}

    private record Outcome(double seconds, long turns, long tokens, Path run) {}

    ClusterRuns(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    Rate simulated(int nodes) throws IOException {
        return rate(SIMULATED, nodes, SHORT_QUESTIONS, LONG_QUESTIONS);
    }

    Rate embedded(int nodes) throws IOException {
        return rate(EMBEDDED, nodes, SHORT_EMBEDDED, LONG_EMBEDDED);
    }

    /** Folder of a run of simulated agents. */
    Path sample() {
        return sample;
    }

    private Rate rate(String scenario, int nodes, int few, int many) throws IOException {
        Outcome small = run(scenario, nodes, few);
        Outcome large = run(scenario, nodes, many);
        if (scenario.equals(SIMULATED)) {
            sample = small.run();
        }
        double seconds = large.seconds() - small.seconds();
        double turns = (large.turns() - small.turns()) / seconds;
        return new Rate(
                turns,
                (large.tokens() - small.tokens()) / seconds,
                small.seconds() - small.turns() / turns);
    }

    private Outcome run(String scenario, int nodes, int questions) throws IOException {
        progress.accept("%d nodes, %d questions".formatted(nodes, questions));
        Path run = folder.resolve("run-" + nodes + "-" + questions + "-" + scenario.length());
        Path file = Files.writeString(folder.resolve("bench.yaml"), scenario.formatted(questions));
        List<String> arguments = new ArrayList<>(List.of("cluster", "up", "--nodes"));
        arguments.addAll(List.of(Integer.toString(nodes), "--threads", "1"));
        arguments.addAll(List.of("--run-dir", run.toString(), "--json", file.toString()));
        long start = System.nanoTime();
        try (NodeProcess process =
                NodeProcess.start(List.of("-Xmx1g"), "org.colloquy.cli.Main", arguments)) {
            JsonNode result = new ObjectMapper().readTree("{" + process.await("{"));
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!result.path("status").asText().equals("finished")) {
                throw new IOException("the run ended as " + result);
            }
            return new Outcome(
                    seconds, result.path("turns").asLong(), result.path("tokens").asLong(), run);
        }
    }
}
