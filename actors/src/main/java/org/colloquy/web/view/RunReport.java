package org.colloquy.web.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.report.LineChart;
import org.colloquy.report.Page;
import org.colloquy.report.ResponseChart;
import org.colloquy.web.index.Rows;
import org.colloquy.web.index.RunIndex.Snapshot;
import org.colloquy.web.library.FoundRun;

/** A run as one HTML file that opens offline and runs no script. */
public final class RunReport {

    /** Dialogues that are told in full: first those that the discussion changed, then others. */
    private static final int DIALOGUES = 60;

    private static final Map<String, String> CURVES =
            Map.of(
                    "reward", "Reward",
                    "kl", "KL",
                    "entropy", "Entropy, nats",
                    "zeroSpread", "Share of groups without a spread of rewards",
                    "clippedHigh", "Share of tokens clipped from above",
                    "completionTokens", "Length of the answers, tokens");

    private final Path log;
    private final Rows rows;
    private final ObjectNode run;
    private final ObjectNode response;
    private final ObjectNode learning;
    private final Page page;

    private RunReport(FoundRun found, Path log, Snapshot snapshot, Rows rows) throws IOException {
        this.log = log;
        this.rows = rows;
        Query nothing = new Query(Map.of());
        run = new RunView(found, snapshot, rows).json(nothing);
        response = new ResponseView(rows).json(nothing);
        learning = new LearningView(snapshot.outline(), found.path()).json();
        page = new Page(run.path("name").asText() + ", seed " + run.path("seed").asText());
    }

    /**
     * The file's text.
     *
     * @param snapshot up to which the run is told
     */
    public static String html(FoundRun found, Path log, Snapshot snapshot, Rows rows)
            throws IOException {
        return new RunReport(found, log, snapshot, rows).write();
    }

    private String write() throws IOException {
        head();
        accuracies();
        flips();
        modes();
        heat();
        if (run.path("trains").asBoolean()) {
            learning();
        }
        dialogues();
        return page.html();
    }

    private void head() {
        page.paragraph(
                "%s, %s. %d dialogues (%d failed), %d turns, %d tokens. Digest %s."
                        .formatted(
                                run.path("id").asText(),
                                run.path("standing").asText(),
                                run.path("dialogues").asInt(),
                                run.path("failed").asInt(),
                                run.path("turns").asLong(),
                                run.path("tokens").asLong(),
                                run.path("digest").asText().isEmpty()
                                        ? "not known yet"
                                        : run.path("digest").asText()));
        String problem = run.path("index").path("problem").asText();
        if (!problem.isEmpty()) {
            page.paragraph("The log is told up to where it is not sound: " + problem);
        }
    }

    private void accuracies() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("agent", "first idea", "final answer", "mended", "spoiled", "ability"));
        for (JsonNode agent : run.path("accuracy")) {
            String name = agent.path("agent").asText();
            table.add(
                    List.of(
                            name,
                            share(agent.path("solo")),
                            share(agent.path("last")),
                            agent.path("mended").asText(),
                            agent.path("spoiled").asText(),
                            ability(name)));
        }
        page.heading("Alone and after the discussion");
        page.paragraph("With Wilson's intervals at 95 %. Mended: wrong alone, right at the end.");
        page.table(table);
    }

    private String ability(String agent) {
        return elements(run.path("abilities"))
                .filter(one -> one.path("agent").asText().equals(agent))
                .map(
                        one ->
                                format(
                                        "%.2f (standard error %.2f)",
                                        one.path("ability").asDouble(),
                                        one.path("standardError").asDouble()))
                .findFirst()
                .orElse("-");
    }

    private void flips() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("mode", "dialogues", "agent", "mended", "spoiled"));
        for (JsonNode mode : run.path("modes")) {
            for (JsonNode agent : mode.path("agents")) {
                if (mode.path("dialogues").asInt() > 0) {
                    table.add(
                            List.of(
                                    mode.path("mode").asText(),
                                    mode.path("dialogues").asText(),
                                    agent.path("agent").asText(),
                                    agent.path("mended").asText(),
                                    agent.path("spoiled").asText()));
                }
            }
        }
        page.heading("By mode").table(table);
    }

    private void modes() {
        List<ResponseChart.Ability> abilities = new ArrayList<>();
        for (JsonNode agent : response.path("agents")) {
            abilities.add(
                    new ResponseChart.Ability(
                            agent.path("agent").asText(),
                            abilities.size(),
                            agent.path("ability").asDouble()));
        }
        if (abilities.isEmpty()) {
            return;
        }
        List<ResponseChart.Asked> questions =
                elements(response.path("questions"))
                        .map(
                                one ->
                                        new ResponseChart.Asked(
                                                format(
                                                        "%s %d: %s",
                                                        one.path("family").asText(),
                                                        one.path("level").asInt(),
                                                        one.path("mode").asText()),
                                                one.path("difficulty").asDouble(),
                                                one.path("pooled").asDouble(),
                                                one.path("mode").asText().equals("cooperate")))
                        .toList();
        page.heading("How modes were chosen");
        page.paragraph("A dot is a question: green where the agents cooperate, orange elsewhere.");
        page.picture(new ResponseChart("P(right) by difficulty", abilities, questions).svg());
    }

    private void heat() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("family", "level"));
        for (JsonNode agent : run.path("accuracy")) {
            head.add(agent.path("agent").asText() + " alone");
            head.add(agent.path("agent").asText() + " final");
        }
        table.add(head);
        for (JsonNode cell : run.path("heat")) {
            List<String> row =
                    new ArrayList<>(
                            List.of(cell.path("family").asText(), cell.path("level").asText()));
            for (JsonNode agent : cell.path("agents")) {
                row.add(percent(agent.path("solo").path("share").asDouble()));
                row.add(percent(agent.path("last").path("share").asDouble()));
            }
            table.add(row);
        }
        page.heading("By family and level").table(table);
    }

    private void learning() {
        page.heading("Learning");
        List<LineChart.Series> exams = new ArrayList<>();
        for (JsonNode name : learning.path("exams").path(0).path("agents")) {
            String agent = name.path("agent").asText();
            List<LineChart.Point> points = new ArrayList<>();
            for (JsonNode exam : learning.path("exams")) {
                elements(exam.path("agents"))
                        .filter(mark -> mark.path("agent").asText().equals(agent))
                        .forEach(
                                mark ->
                                        points.add(
                                                new LineChart.Point(
                                                        exam.path("version").asDouble(),
                                                        mark.path("share").asDouble(),
                                                        mark.path("low").asDouble(),
                                                        mark.path("high").asDouble())));
            }
            exams.add(new LineChart.Series(agent, exams.size(), points));
        }
        chart("Right alone, greedily, on the validation draw", exams);
        CURVES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(curve -> chart(curve.getValue(), series(curve.getKey())));
    }

    private List<LineChart.Series> series(String name) {
        List<LineChart.Series> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> policy : learning.path("policies").properties()) {
            List<LineChart.Point> points = new ArrayList<>();
            JsonNode values = policy.getValue().path(name);
            for (int i = 0; i < values.size(); i++) {
                if (values.path(i).isNumber()) {
                    double y = values.path(i).asDouble();
                    double x = learning.path("iteration").path(i).asDouble();
                    points.add(new LineChart.Point(x, y, y, y));
                }
            }
            all.add(new LineChart.Series(policy.getKey(), all.size(), points));
        }
        return all;
    }

    private void chart(String title, List<LineChart.Series> series) {
        if (series.stream().anyMatch(one -> !one.points().isEmpty())) {
            page.picture(new LineChart(title, "iterations", title, series).svg());
        }
    }

    private void dialogues() throws IOException {
        List<DialogueId> changed = new ArrayList<>();
        List<DialogueId> others = new ArrayList<>();
        rows.dialogues(
                false,
                (index, row) -> {
                    boolean flipped =
                            row.answers().stream()
                                    .anyMatch(answer -> answer.mended() || answer.spoiled());
                    List<DialogueId> list = flipped ? changed : others;
                    if (list.size() < DIALOGUES) {
                        list.add(row.id());
                    }
                    return changed.size() < DIALOGUES;
                });
        changed.addAll(others);
        List<DialogueId> told =
                changed.subList(0, Math.min(DIALOGUES, changed.size())).stream().sorted().toList();
        page.heading("Dialogues");
        page.paragraph(
                "%d of %d, those that the discussion changed before others."
                        .formatted(told.size(), run.path("dialogues").asInt()));
        for (DialogueId id : told) {
            dialogue(new DialogueView(rows, log).json(id));
        }
    }

    private void dialogue(ObjectNode dialogue) {
        List<Page.Said> said = new ArrayList<>();
        for (JsonNode turn : dialogue.path("turns")) {
            String agent = turn.path("agent").asText();
            String stage = turn.path("stage").asText();
            String which = stage.equals("share") ? "solo" : stage.equals("fuse") ? "last" : "";
            String tone =
                    elements(dialogue.path("grades"))
                            .filter(grade -> grade.path("agent").asText().equals(agent))
                            .map(grade -> grade.path(which).asText())
                            .map(grade -> grade.equals("malformed") ? "wrong" : grade)
                            .findFirst()
                            .orElse("");
            said.add(new Page.Said(agent + " (" + stage + ")", turn.path("text").asText(), tone));
        }
        page.folded(
                "%s, %s: %s (%s)"
                        .formatted(
                                dialogue.path("id").asText(),
                                dialogue.path("mode").asText(),
                                dialogue.path("question").path("text").asText(),
                                dialogue.path("question").path("answer").asText()),
                said);
    }

    private static java.util.stream.Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String share(JsonNode share) {
        return format(
                "%s (%s to %s)",
                percent(share.path("share").asDouble()),
                percent(share.path("low").asDouble()),
                percent(share.path("high").asDouble()));
    }

    private static String percent(double share) {
        return format("%.1f %%", 100 * share);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
