package org.colloquy.actors.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.colloquy.actors.node.FileTree;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;

/** The weights that a training ended with, kept apart from its run directory. */
final class TrainedWeights {

    private TrainedWeights() {}

    /**
     * The scenario with each trained agent's weights as they became; copies them from the last
     * checkpoint of {@code run/} to {@code weights/}.
     */
    static Scenario in(Path folder, Scenario scenario) throws IOException {
        Path last = lastCheckpoint(folder.resolve("run").resolve("checkpoints"));
        List<String> values = new ArrayList<>();
        for (Scenario.Policy policy : scenario.trainedPolicies()) {
            Path to = folder.resolve("weights").resolve(policy.name());
            copy(last.resolve(policy.name()), to);
            policy.agents()
                    .forEach(
                            agent ->
                                    values.add(
                                            ExperimentPlan.weights(
                                                    agent.value(),
                                                    to.toAbsolutePath().normalize().toString())));
        }
        return ResolvedScenario.read(
                ResolvedScenario.write(scenario), folder + "/run/run.json", values);
    }

    private static Path lastCheckpoint(Path checkpoints) throws IOException {
        try (Stream<Path> folders = Files.list(checkpoints)) {
            return folders.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparingInt(TrainedWeights::number))
                    .orElseThrow(() -> new IOException(checkpoints + " holds no checkpoint"));
        }
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("optimizer")) {
                    Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Removes what fills the disk: the log and the checkpoints. */
    static void dropLogs(Path folder) throws IOException {
        Path run = folder.resolve("run");
        FileTree.delete(run.resolve("checkpoints"));
        for (String log : List.of("interactions.jsonl", "interactions.klog", "timings.jsonl")) {
            Files.deleteIfExists(run.resolve(log));
        }
    }
}
