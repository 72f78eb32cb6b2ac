package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.web.index.Rows;
import org.colloquy.web.index.RunIndex;
import org.colloquy.web.index.RunIndex.Snapshot;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunLibrary;

/** Answers what the viewer's pages ask; docs/viewer.md describes each answer. */
public final class ViewerApi {

    private static final Pattern DIALOGUE = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");

    /** Long enough for a small run to be read whole, so that its first page is its last. */
    private static final long PATIENCE_MILLIS = 250;

    /** A comparison of a part of two runs is of little use. */
    private static final long COMPARISON_PATIENCE_MILLIS = 3_000;

    private final RunLibrary library;

    public ViewerApi(RunLibrary library) {
        this.library = library;
    }

    /**
     * The answer to a path below {@code /api/}.
     *
     * @throws RefusedException if there is none
     * @throws IOException if a run cannot be read
     */
    public ObjectNode answer(String path, Query query) throws IOException {
        return switch (path) {
            case "runs" -> new RunsView(library).json();
            case "run" -> opened(query).run(query);
            case "dialogues" -> opened(query).dialogues(query);
            case "dialogue" -> opened(query).dialogue(query);
            case "turn" -> opened(query).turn(query);
            case "learning" -> opened(query).learning();
            case "compare" -> compare(query);
            case "response" -> opened(query).response(query);
            default -> throw RefusedException.missing("there is no /api/" + path);
        };
    }

    private Opened opened(Query query) throws IOException {
        OpenedRun run = open(query.need("run"), PATIENCE_MILLIS);
        return new Opened(run.found(), run.log(), run.snapshot(), run.rows());
    }

    private OpenedRun open(String id, long patienceMillis) throws IOException {
        FoundRun run = find(id);
        RunIndex index =
                library.index(run, patienceMillis)
                        .orElseThrow(
                                () ->
                                        RefusedException.missing(
                                                run.problem().isEmpty()
                                                        ? "the run has no log yet"
                                                        : run.problem()));
        Snapshot snapshot = index.snapshot();
        return new OpenedRun(run, index.log(), snapshot, index.rows(snapshot));
    }

    private ObjectNode compare(Query query) throws IOException {
        return new CompareView(
                        open(query.need("left"), COMPARISON_PATIENCE_MILLIS),
                        query.number("leftIteration"),
                        open(query.need("right"), COMPARISON_PATIENCE_MILLIS),
                        query.number("rightIteration"))
                .json();
    }

    private FoundRun find(String id) throws IOException {
        return library.folder()
                .run(id)
                .orElseThrow(
                        () ->
                                RefusedException.missing(
                                        "there is no run " + id + " in this folder"));
    }

    private record Opened(FoundRun found, Path log, Snapshot snapshot, Rows rows) {

        ObjectNode run(Query query) throws IOException {
            return new RunView(found, snapshot, rows).json(query);
        }

        ObjectNode dialogues(Query query) throws IOException {
            return new DialogueTable(rows, log).json(query);
        }

        ObjectNode dialogue(Query query) throws IOException {
            return new DialogueView(rows, log).json(id(query.need("id")));
        }

        ObjectNode turn(Query query) throws IOException {
            return new TurnView(rows, log, found.manifest().orElseThrow())
                    .json(id(query.need("id")), query.number("turn", 0, Integer.MAX_VALUE));
        }

        ObjectNode learning() throws IOException {
            return new LearningView(snapshot.outline(), found.path()).json();
        }

        ObjectNode response(Query query) throws IOException {
            return new ResponseView(rows).json(query);
        }
    }

    private static DialogueId id(String text) {
        Matcher parts = DIALOGUE.matcher(text);
        if (!parts.matches()) {
            throw RefusedException.badRequest(
                    "a dialogue's id is iteration.question.sample, such as 0.3.1");
        }
        return new DialogueId(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
    }
}
