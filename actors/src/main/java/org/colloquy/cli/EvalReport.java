package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.actors.evaluation.EvaluationPlan;
import org.colloquy.evaluation.Evaluated;
import org.colloquy.evaluation.Interval;
import org.colloquy.evaluation.Proportion;
import org.colloquy.evaluation.ScoreDifference;
import org.colloquy.evaluation.ScoreRow;
import org.colloquy.evaluation.ScoreRow.Sampled;

/**
 * An evaluation as a table, as JSON and as CSV, all of the same rows.
 *
 * @param second by other weights; empty if there is nothing to compare
 */
record EvalReport(EvaluationPlan plan, String draw, Evaluated first, Optional<Evaluated> second) {

    private static final String CSV_HEAD =
            "weights,agent,protocol,group,name,asked,right,accuracy,low,high,"
                    + "k,mean_at_k,pass_at_k,majority_at_k,solvable,right_of_solvable\n";

    /** All that was found, for a reader. */
    String table(Screen screen) {
        ScoreTable table = new ScoreTable(screen);
        List<String> parts = new ArrayList<>();
        parts.add(heading());
        parts.add(table.scores(first));
        second.ifPresent(
                other -> {
                    parts.add("the second weights");
                    parts.add(table.scores(other));
                    parts.add(table.differences(differences()));
                });
        return String.join("\n\n", parts);
    }

    private String heading() {
        String sampled =
                plan.samples() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %d samples at temperature %s",
                                plan.samples(),
                                plan.scenario().interaction().sampling().temperature());
        return "%s: %d %s questions, seed %d%s"
                .formatted(
                        plan.scenario().name(),
                        plan.questions().size(),
                        draw,
                        plan.seed(),
                        sampled);
    }

    private List<ScoreDifference> differences() {
        return second.map(other -> ScoreDifference.of(first, other, plan.seed())).orElse(List.of());
    }

    /** One object. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("scenario", plan.scenario().name()).put("draw", draw);
        json.put("questions", plan.questions().size()).put("seed", plan.seed());
        json.put("samples", plan.samples()).put("solvable", first.solvable().size());
        putAgents(json.putObject("agents"), first);
        second.ifPresent(other -> putAgents(json.putObject("against"), other));
        if (second.isPresent()) {
            ObjectNode all = json.putObject("differences");
            for (ScoreDifference one : differences()) {
                ObjectNode node =
                        all.withObjectProperty(one.agent().value()).putObject(one.protocol());
                node.put("difference", one.bootstrap().difference());
                putInterval(node, one.bootstrap().interval());
                node.put("notBetter", one.bootstrap().notBetter());
            }
        }
        return json;
    }

    private static void putAgents(ObjectNode json, Evaluated evaluated) {
        for (ScoreRow row : ScoreRow.of(evaluated)) {
            ObjectNode protocol =
                    json.withObjectProperty(row.agent().value()).withObjectProperty(row.protocol());
            ObjectNode node =
                    switch (row.group().kind()) {
                        case "family" ->
                                protocol.withObjectProperty("families")
                                        .putObject(row.group().name());
                        case "level" ->
                                protocol.withObjectProperty("levels").putObject(row.group().name());
                        default -> protocol;
                    };
            putProportion(node, row.right());
            row.sampled().ifPresent(sampled -> putSampled(node, sampled));
            row.ofSolvable().ifPresent(p -> putProportion(node.putObject("ofSolvable"), p));
        }
    }

    private static void putSampled(ObjectNode node, Sampled sampled) {
        node.put("mean", sampled.mean()).put("pass", sampled.pass());
        node.put("majority", sampled.majority().share());
    }

    private static void putProportion(ObjectNode node, Proportion proportion) {
        node.put("right", proportion.right()).put("asked", proportion.asked());
        node.put("accuracy", proportion.share());
        putInterval(node, proportion.wilson());
    }

    private static void putInterval(ObjectNode node, Interval interval) {
        node.put("low", interval.low()).put("high", interval.high());
    }

    /** One line for each row, with a heading; empty fields where there is no value. */
    String csv() {
        StringBuilder csv = new StringBuilder(CSV_HEAD);
        append(csv, "first", first);
        second.ifPresent(other -> append(csv, "second", other));
        return csv.toString();
    }

    private static void append(StringBuilder csv, String weights, Evaluated evaluated) {
        for (ScoreRow row : ScoreRow.of(evaluated)) {
            Interval interval = row.right().wilson();
            List<Object> fields = new ArrayList<>();
            fields.addAll(List.of(weights, row.agent().value(), row.protocol()));
            fields.addAll(List.of(row.group().kind(), quoted(row.group().name())));
            fields.addAll(List.of(row.right().asked(), row.right().right(), row.right().share()));
            fields.addAll(List.of(interval.low(), interval.high()));
            fields.addAll(
                    row.sampled()
                            .map(
                                    s ->
                                            List.<Object>of(
                                                    s.k(),
                                                    s.mean(),
                                                    s.pass(),
                                                    s.majority().share()))
                            .orElse(List.of("", "", "", "")));
            fields.addAll(
                    row.ofSolvable()
                            .map(p -> List.<Object>of(p.asked(), p.right()))
                            .orElse(List.of("", "")));
            csv.append(String.join(",", fields.stream().map(Object::toString).toList()))
                    .append('\n');
        }
    }

    /** In quotation marks, as a file's own family label may hold anything. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9._ -]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
