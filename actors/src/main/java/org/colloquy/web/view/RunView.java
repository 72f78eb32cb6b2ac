package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.colloquy.dialogue.Mode;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.Outline;
import org.colloquy.web.index.Outline.IterationOutline;
import org.colloquy.web.index.Outline.Tally;
import org.colloquy.web.index.Rows;
import org.colloquy.web.index.RunIndex.Snapshot;
import org.colloquy.web.library.FoundRun;

/** {@code /api/run}: a run's sums, accuracies, flips and heat map, of all iterations or of one. */
final class RunView {

    private final FoundRun run;
    private final Snapshot snapshot;
    private final Rows rows;
    private final Outline outline;

    RunView(FoundRun run, Snapshot snapshot, Rows rows) {
        this.run = run;
        this.snapshot = snapshot;
        this.rows = rows;
        outline = snapshot.outline();
    }

    /** A cell of the heat map. */
    private record Cell(int family, int level) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int byFamily = Integer.compare(family, other.family);
            return byFamily != 0 ? byFamily : Integer.compare(level, other.level);
        }
    }

    ObjectNode json(Query query) throws IOException {
        ObjectNode json = RunsView.head(run);
        run.manifest().ifPresent(manifest -> json.set("scenario", ScenarioTree.of(manifest)));
        json.set("index", progress(snapshot));
        json.set("families", Json.texts(outline.families().stream().sorted().toList()));
        json.set("protocols", Json.texts(outline.protocols()));
        json.put("iterations", outline.iterations().size());
        json.put("questions", outline.questions());
        json.put("dialogues", outline.dialogues());
        json.put("failed", outline.iterations().stream().mapToInt(each -> each.failed()).sum());
        json.put("turns", outline.iterations().stream().mapToLong(each -> each.turns()).sum());
        json.put("tokens", outline.iterations().stream().mapToLong(each -> each.tokens()).sum());
        json.set("abilities", abilities());
        tallies(json, query.number("iteration"));
        return json;
    }

    static ObjectNode progress(Snapshot snapshot) {
        return Json.object()
                .put("records", snapshot.outline().seq())
                .put("readBytes", snapshot.outline().offset())
                .put("bytes", Math.max(snapshot.bytes(), snapshot.outline().offset()))
                .put("current", snapshot.current())
                .put("torn", snapshot.torn())
                .put("ended", snapshot.outline().ended())
                .put("problem", snapshot.problem().orElse(""));
    }

    /** Of the last iteration. */
    private ArrayNode abilities() {
        ArrayNode list = Json.array();
        if (!outline.iterations().isEmpty()) {
            IterationOutline last = outline.iterations().getLast();
            last.abilities()
                    .forEach(
                            one ->
                                    list.addObject()
                                            .put("agent", one.agent())
                                            .put("ability", one.ability())
                                            .put("standardError", one.standardError())
                                            .put("right", one.right())
                                            .put("asked", one.asked()));
        }
        return list;
    }

    private void tallies(ObjectNode json, OptionalInt iteration) throws IOException {
        int agents = outline.agents().size();
        TreeMap<Cell, List<Tally>> cells = new TreeMap<>();
        List<List<Tally>> modes = new ArrayList<>();
        Arrays.stream(Mode.values()).forEach(mode -> modes.add(none(agents)));
        int[] dialogues = new int[modes.size()];
        rows.dialogues(
                false,
                (index, row) -> {
                    if (iteration.isEmpty() || iteration.getAsInt() == row.id().iteration()) {
                        Cell cell = new Cell(row.family(), row.level());
                        add(row, cells.computeIfAbsent(cell, any -> none(agents)));
                        int mode = List.of(Mode.values()).indexOf(row.mode());
                        add(row, modes.get(mode));
                        dialogues[mode]++;
                    }
                    return true;
                });
        ArrayNode accuracy = json.putArray("accuracy");
        for (int agent = 0; agent < agents; agent++) {
            Tally sum = Tally.NONE;
            for (List<Tally> mode : modes) {
                sum = sum.plus(mode.get(agent));
            }
            accuracy.add(tally(outline.agents().get(agent), sum));
        }
        ArrayNode byMode = json.putArray("modes");
        for (int mode = 0; mode < modes.size(); mode++) {
            ObjectNode one = byMode.addObject();
            one.put("mode", Json.name(Mode.values()[mode])).put("dialogues", dialogues[mode]);
            one.set("agents", tallies(modes.get(mode)));
        }
        ArrayNode heat = json.putArray("heat");
        cells.forEach(
                (cell, sums) -> {
                    ObjectNode one = heat.addObject();
                    one.put("family", outline.families().get(cell.family()));
                    one.put("level", cell.level());
                    one.set("agents", tallies(sums));
                });
    }

    private static List<Tally> none(int agents) {
        return new ArrayList<>(Collections.nCopies(agents, Tally.NONE));
    }

    private static void add(DialogueRow row, List<Tally> sums) {
        for (int i = 0; i < sums.size(); i++) {
            sums.set(i, sums.get(i).plus(row.answers().get(i)));
        }
    }

    private ArrayNode tallies(List<Tally> sums) {
        ArrayNode list = Json.array();
        for (int i = 0; i < sums.size(); i++) {
            list.add(tally(outline.agents().get(i), sums.get(i)));
        }
        return list;
    }

    private static ObjectNode tally(String agent, Tally sum) {
        ObjectNode json = Json.object().put("agent", agent).put("answers", sum.answers());
        json.set("solo", Json.share(sum.solo(), sum.answers()));
        json.set("last", Json.share(sum.last(), sum.answers()));
        return json.put("mended", sum.mended()).put("spoiled", sum.spoiled());
    }
}
