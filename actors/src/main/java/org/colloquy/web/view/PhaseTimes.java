package org.colloquy.web.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the phases of a training's iterations took, by {@code timings.jsonl}. */
final class PhaseTimes {

    static final List<String> PHASES = List.of("rollout", "learning", "evaluation");

    private static final String FILE = "timings.jsonl";
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_LINE = 10_000;
    private static final double MICROS = 1e6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Double> seconds = new HashMap<>();

    private PhaseTimes() {}

    /** Of a run directory; what is not there or cannot be read counts as not known. */
    static PhaseTimes read(Path run) throws IOException {
        PhaseTimes times = new PhaseTimes();
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
            return times;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            lines.lines()
                    .filter(line -> line.length() < MAX_LINE && !line.startsWith("{\"what\":\"d"))
                    .forEach(times::take);
        }
        return times;
    }

    private void take(String line) {
        JsonNode timing;
        try {
            timing = JSON.readTree(line);
        } catch (JsonProcessingException torn) {
            return;
        }
        String what = timing.path("what").asText();
        if (PHASES.contains(what)) {
            seconds.merge(
                    what + " " + timing.path("id").asText(),
                    timing.path("micros").asDouble() / MICROS,
                    Double::sum);
        }
    }

    /** Not a number if it is not known. */
    double seconds(String phase, int iteration) {
        return seconds.getOrDefault(phase + " " + iteration, Double.NaN);
    }
}
