package org.colloquy.actors.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What one run of an experiment came to, as its folder keeps it in {@code result.json}.
 *
 * @param settings all that the result depends on: if it differs, the run has to be made again
 * @param iterations of the training; 0 without
 * @param scores on the test, by agent in cast order and protocol
 * @param curve accuracy alone on the training's validation questions
 */
public record CellResult(
        String settings, int iterations, List<Score> scores, Spent spent, List<CurvePoint> curve) {

    private static final String FILE = "result.json";
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public CellResult {
        scores = List.copyOf(scores);
        curve = List.copyOf(curve);
    }

    /**
     * How often an agent was right.
     *
     * @param protocol {@code solo}, or that of a discussion
     * @param solvable how many of the questions some agent solves alone
     * @param rightOfSolvable how many of these it had right
     */
    public record Score(
            String agent,
            String protocol,
            int right,
            int asked,
            int rightOfSolvable,
            int solvable) {

        double accuracy() {
            return asked == 0 ? 0 : (double) right / asked;
        }
    }

    /**
     * What a run used. Time is that of training with its own evaluations; the processor's is shared
     * out evenly among the runs that were under way.
     *
     * @param gradientSteps optimizer updates of one policy
     * @param sampledTokens of all agents' turns
     * @param trainedTokens of all policies' batches, each counted once
     */
    public record Spent(
            long gradientSteps,
            long sampledTokens,
            long trainedTokens,
            double wallSeconds,
            double cpuSeconds) {

        static final Spent NOTHING = new Spent(0, 0, 0, 0, 0);
    }

    /**
     * A measurement during training.
     *
     * @param sampledTokens until then
     * @param accuracy by agent in cast order
     */
    public record CurvePoint(int iteration, long sampledTokens, List<Double> accuracy) {
        public CurvePoint {
            accuracy = List.copyOf(accuracy);
        }

        double mean() {
            return accuracy.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }
    }

    /** An agent's accuracy by a protocol; empty if that was not measured. */
    public Optional<Double> accuracy(String agent, String protocol) {
        return score(agent, protocol).map(Score::accuracy);
    }

    Optional<Score> score(String agent, String protocol) {
        return scores.stream()
                .filter(one -> one.agent().equals(agent) && one.protocol().equals(protocol))
                .findFirst();
    }

    /** The agents in cast order. */
    public List<String> agents() {
        return scores.stream().map(Score::agent).distinct().toList();
    }

    /** The mean over the agents of their accuracy alone. */
    public double meanAlone() {
        return scores.stream()
                .filter(one -> one.protocol().equals("solo"))
                .mapToDouble(Score::accuracy)
                .average()
                .orElse(0);
    }

    /**
     * The result that a folder keeps; empty if there is none.
     *
     * @throws IOException if it cannot be read
     */
    public static Optional<CellResult> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(MAPPER.readValue(file.toFile(), CellResult.class))
                : Optional.empty();
    }

    /** Writes the file as a whole or not at all. */
    void write(Path folder) throws IOException {
        Path part = folder.resolve(FILE + ".part");
        Files.writeString(part, MAPPER.writeValueAsString(this) + "\n", StandardCharsets.UTF_8);
        Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
