package org.colloquy.web.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.colloquy.log.LogFormat;
import org.colloquy.log.RunManifest;
import org.colloquy.web.index.Outline;
import org.colloquy.web.index.Outline.Tally;
import org.colloquy.web.index.RunIndex;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunLibrary;

/** {@code /api/runs}: every run of the folder with what it came to. */
final class RunsView {

    private static final long PATIENCE_MILLIS = 20;

    private final RunLibrary library;

    RunsView(RunLibrary library) {
        this.library = library;
    }

    ObjectNode json() throws IOException {
        ObjectNode json = Json.object();
        json.put("folder", String.valueOf(library.folder().path().getFileName()));
        json.put("single", library.folder().isRun());
        ArrayNode runs = json.putArray("runs");
        for (FoundRun run : library.folder().runs()) {
            runs.add(run(run));
        }
        return json;
    }

    private ObjectNode run(FoundRun run) throws IOException {
        ObjectNode json = head(run);
        if (run.manifest().isEmpty()) {
            return json;
        }
        ArrayNode accuracy = json.putArray("accuracy");
        Optional<JsonNode> end = end(run);
        if (end.isPresent()) {
            json.put("dialogues", end.get().path("dialogues").asInt());
            for (JsonNode agent : end.get().path("accuracy")) {
                accuracy.add(
                        accuracy(
                                agent.path("agent").asText(),
                                agent.path("answers").asInt(),
                                agent.path("solo").asInt(),
                                agent.path("last").asInt()));
            }
            return json;
        }
        Optional<RunIndex> index = library.index(run, PATIENCE_MILLIS);
        if (index.isPresent()) {
            Outline outline = index.get().snapshot().outline();
            json.put("dialogues", outline.dialogues());
            List<Tally> sums = Sums.of(outline);
            for (int i = 0; i < sums.size(); i++) {
                Tally sum = sums.get(i);
                accuracy.add(
                        accuracy(outline.agents().get(i), sum.answers(), sum.solo(), sum.last()));
            }
        }
        return json;
    }

    private static Optional<JsonNode> end(FoundRun run) throws IOException {
        RunManifest manifest = run.manifest().orElseThrow();
        boolean lines = manifest.log().equals(LogFormat.JSONL.fileName());
        boolean whole = manifest.digest().isPresent() && run.logBytes() > 0;
        return lines && whole
                ? LogTail.runEnded(run.path().resolve(manifest.log()))
                : Optional.empty();
    }

    private static ObjectNode accuracy(String agent, int answers, int solo, int last) {
        ObjectNode json = Json.object().put("agent", agent);
        json.set("solo", Json.share(solo, answers));
        json.set("last", Json.share(last, answers));
        return json;
    }

    /** What every page shows of a run. */
    static ObjectNode head(FoundRun run) {
        ObjectNode json = Json.object();
        json.put("id", run.id());
        json.put("standing", run.standing());
        json.put("problem", run.problem());
        json.put("logBytes", run.logBytes());
        if (run.manifest().isEmpty()) {
            return json.put("name", run.id());
        }
        RunManifest manifest = run.manifest().get();
        json.put("name", manifest.name());
        json.put("started", manifest.started());
        json.put("seconds", seconds(manifest.started(), run.lastWritten()));
        json.put("seed", manifest.seed());
        json.put("engine", manifest.engineVersion());
        json.put("java", manifest.javaVersion());
        json.put("log", manifest.log());
        json.put("digest", manifest.digest().orElse(""));
        json.put("trains", trains(manifest));
        ArrayNode agents = json.putArray("agents");
        manifest.agents()
                .forEach(
                        agent ->
                                agents.addObject()
                                        .put("name", agent.name().value())
                                        .put("provider", agent.provider())
                                        .put("model", agent.model()));
        return json;
    }

    /** From the start to the log's last write; 0 if either is unknown. */
    private static long seconds(String started, long lastWritten) {
        try {
            Instant start = Instant.parse(started);
            return Math.max(
                    0, Duration.between(start, Instant.ofEpochMilli(lastWritten)).toSeconds());
        } catch (DateTimeParseException unknown) {
            return 0;
        }
    }

    private static boolean trains(RunManifest manifest) {
        return ScenarioTree.of(manifest).has("train");
    }
}
