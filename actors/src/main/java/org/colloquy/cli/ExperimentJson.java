package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.actors.experiment.Comparison;
import org.colloquy.actors.experiment.Experiment;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.evaluation.MeanEstimate;

/** A comparison as the object of {@code experiment --json}. */
record ExperimentJson(Comparison comparison) {

    ObjectNode json(Path page) {
        Experiment experiment = comparison.plan().experiment();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("experiment", experiment.name()).put("report", page.toString());
        json.put("runs", comparison.results().size()).put("baseline", experiment.baseline());
        rows(json.putArray("all"), experiment.pairs());
        ObjectNode pairs = json.putObject("pairs");
        for (Pair pair : experiment.pairs()) {
            rows(pairs.putArray(pair.name()), List.of(pair));
        }
        return json;
    }

    private void rows(ArrayNode rows, List<Pair> pairs) {
        for (Comparison.Row row : comparison.rows(pairs)) {
            ObjectNode node = rows.addObject().put("arm", row.arm().name());
            put(node, row.mean());
            ArrayNode agents = node.putArray("agents");
            row.agents().forEach(agent -> put(agents.addObject(), agent));
            row.difference().ifPresent(one -> put(node.putObject("difference"), one));
            node.put("gradientSteps", row.spent().gradientSteps());
            node.put("sampledTokens", row.spent().sampledTokens());
            node.put("trainedTokens", row.spent().trainedTokens());
            node.put("wallSeconds", row.spent().wallSeconds());
            node.put("cpuSeconds", row.spent().cpuSeconds());
        }
    }

    private static void put(ObjectNode node, MeanEstimate estimate) {
        node.put("runs", estimate.count()).put("mean", estimate.mean());
        estimate.interval().ifPresent(one -> node.put("low", one.low()).put("high", one.high()));
    }
}
