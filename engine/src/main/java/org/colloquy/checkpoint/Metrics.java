package org.colloquy.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.colloquy.grpo.StepMetrics;

/**
 * {@code metrics.jsonl}: a line for each iteration and policy, a function of the run alone; what
 * took how long is in {@code timings.jsonl}. Not thread-safe.
 */
public final class Metrics implements AutoCloseable {

    /** The file's name in a run directory. */
    public static final String FILE = "metrics.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;

    private Metrics(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file, cut back to the iterations that are not learned again.
     *
     * @param iterations whose lines stay; 0 for a new run
     * @throws IOException if the file lacks one of these iterations, or has a line of another kind;
     *     it stays as it is then
     */
    public static Metrics open(Path runDirectory, int iterations) throws IOException {
        Path file = runDirectory.resolve(FILE);
        byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int kept = kept(content, iterations);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(kept);
        channel.position(kept);
        DurableFiles.force(runDirectory);
        return new Metrics(channel);
    }

    /**
     * Adds what one policy's step did, and waits until it is on the disk; iterations in order,
     * policies in that of their first agents.
     *
     * @param weights SHA-256 of the model.safetensors that the step made
     */
    public void append(String policy, StepMetrics metrics, String weights) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("iteration", metrics.step());
        line.put("policy", policy);
        ObjectNode measured = JSON.valueToTree(metrics);
        measured.remove("step");
        line.setAll(measured);
        line.put("weights", weights);
        DurableFiles.writeFully(channel, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Bytes of the whole lines before the first of a later iteration. */
    private static int kept(byte[] content, int iterations) throws IOException {
        int start = 0;
        int next = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                int iteration = iteration(content, start, at);
                if (iteration >= iterations) {
                    break;
                }
                requireNext(iteration <= next, next);
                next = iteration + 1;
                start = at + 1;
            }
        }
        requireNext(next >= iterations, next);
        return start;
    }

    private static void requireNext(boolean isThere, int iteration) throws IOException {
        if (!isThere) {
            throw new IOException(
                    ("%s lacks iteration %d, which is in the newest checkpoint; restore the file,"
                                    + " or remove checkpoints to have their iterations learned"
                                    + " again from the log")
                            .formatted(FILE, iteration));
        }
    }

    private static int iteration(byte[] content, int from, int to) throws IOException {
        try {
            JsonNode iteration = JSON.readTree(content, from, to - from).path("iteration");
            if (iteration.canConvertToInt()) {
                return iteration.asInt();
            }
        } catch (JsonProcessingException malformed) {
            throw new IOException(foreign(content, from, to), malformed);
        }
        throw new IOException(foreign(content, from, to));
    }

    private static String foreign(byte[] content, int from, int to) {
        return "%s has a line that is not its own: '%s'; move the file away and resume again"
                .formatted(FILE, new String(content, from, to - from, StandardCharsets.UTF_8));
    }
}
