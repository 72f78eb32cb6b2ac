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
     */
    public static Metrics open(Path runDirectory, int iterations) throws IOException {
        Path file = runDirectory.resolve(FILE);
        long kept = Files.exists(file) ? kept(Files.readAllBytes(file), iterations) : 0;
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(kept);
        channel.position(kept);
        return new Metrics(channel);
    }

    /**
     * Adds what one policy's step did; iterations in order, policies in that of their first agents.
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
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                if (iteration(content, start, at) >= iterations) {
                    return start;
                }
                start = at + 1;
            }
        }
        return start;
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
