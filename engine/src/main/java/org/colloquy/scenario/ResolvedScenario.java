package org.colloquy.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.grading.Graders;
import org.colloquy.irt.ModeRule;
import org.colloquy.scenario.Scenario.Agent;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.FileQuestions;
import org.colloquy.scenario.Scenario.HearAll;
import org.colloquy.scenario.Scenario.HearRandom;
import org.colloquy.scenario.Scenario.HearRing;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.SamplingChoice;

/**
 * A scenario as the canonical JSON that a run directory keeps: every default written out (but those
 * of an agent's policy), copies and paths resolved, keys in a fixed order. It is itself a scenario
 * file, and reading it gives the same scenario.
 */
public final class ResolvedScenario {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResolvedScenario() {}

    /** Compact JSON on one line. */
    public static String write(Scenario scenario) {
        return tree(scenario).toString();
    }

    /**
     * Reads what {@link #write} wrote, or the like.
     *
     * @param source names the text in problems, such as {@code runs/x/run.json}
     * @param overrides each {@code path=value}, applied in order
     * @throws ScenarioProblems with everything that is wrong
     */
    public static Scenario read(String json, String source, List<String> overrides) {
        Place origin = Place.of(source);
        return ScenarioReader.bind(
                ScenarioFile.parse(Path.of(source), json, origin, true, overrides));
    }

    public static ObjectNode tree(Scenario scenario) {
        ObjectNode tree = NODES.objectNode();
        tree.put("name", scenario.name());
        tree.put("seed", scenario.seed());
        ArrayNode agents = tree.putArray("agents");
        scenario.agents().forEach(agent -> agents.add(agent(agent)));
        tree.set("questions", questions(scenario.questions()));
        tree.set("interaction", interaction(scenario.interaction()));
        tree.putObject("record").put("format", Label.of(scenario.record().format()));
        scenario.training().ifPresent(train -> tree.set("train", ResolvedTraining.tree(train)));
        return tree;
    }

    private static ObjectNode agent(Agent agent) {
        ObjectNode node = NODES.objectNode();
        node.put("name", agent.name().value());
        node.put("persona", agent.persona());
        ResolvedModel.put(agent.model(), node.putObject("model"));
        if (!agent.policy().equals(agent.name().value())) {
            node.put("policy", agent.policy());
        }
        if (agent.frozen()) {
            node.put("frozen", true);
        }
        return node;
    }

    private static ObjectNode questions(Scenario.Questions questions) {
        ObjectNode node = NODES.objectNode();
        switch (questions) {
            case ArithmeticQuestions arithmetic -> {
                node.put("source", "arithmetic");
                ArrayNode families = node.putArray("families");
                arithmetic.families().forEach(families::add);
                ArrayNode levels = node.putArray("levels");
                arithmetic.levels().forEach(levels::add);
                if (!arithmetic.needs().isEmpty()) {
                    ArrayNode needs = node.putArray("needs");
                    arithmetic.needs().forEach(needs::add);
                }
                node.put("count", arithmetic.count());
                node.put("draw", arithmetic.draw());
            }
            case FileQuestions file -> {
                node.put("source", "file");
                node.put("path", file.path());
                node.put("count", file.count());
                if (!file.format().equals(Scenario.OWN_FORMAT)) {
                    node.put("format", file.format());
                }
                if (!file.fields().isEmpty()) {
                    file.fields().forEach(node.putObject("fields")::put);
                }
                if (!file.grader().equals(Graders.PLAIN)) {
                    node.put("grader", file.grader());
                }
            }
        }
        return node;
    }

    private static ObjectNode interaction(Interaction interaction) {
        ObjectNode node = NODES.objectNode();
        node.put("protocol", interaction.protocol());
        switch (interaction.mode()) {
            case ModeRule.Dynamic rule ->
                    node.putObject("mode").put("dynamic", Label.of(rule.pooling()));
            case ModeRule.Always rule -> node.put("mode", Label.of(rule.mode()));
            case ModeRule.Ratio rule -> node.putObject("mode").put("ratio", rule.cooperate());
        }
        node.put("difficulty", Label.of(interaction.difficulty()));
        node.put("samples", interaction.samples());
        node.put("rounds", interaction.rounds());
        switch (interaction.hearing()) {
            case HearAll all -> node.put("hears", "all");
            case HearRing ring -> node.put("hears", "ring");
            case HearRandom random -> node.putObject("hears").put("random", random.peers());
        }
        node.put("validation", interaction.validation());
        node.put("anchors", interaction.anchors());
        node.set("sampling", sampling(interaction.sampling()));
        node.set("limits", limits(interaction.limits()));
        return node;
    }

    private static ObjectNode sampling(SamplingChoice sampling) {
        ObjectNode node = NODES.objectNode();
        node.put("temperature", sampling.temperature());
        node.put("top-k", sampling.topK());
        node.put("top-p", sampling.topP());
        node.put("min-p", sampling.minP());
        node.put("max-tokens", sampling.maxTokens());
        ArrayNode stop = node.putArray("stop");
        sampling.stop().forEach(stop::add);
        return node;
    }

    private static ObjectNode limits(Limits limits) {
        ObjectNode node = NODES.objectNode();
        node.put("turn-timeout-seconds", limits.turnTimeoutMillis() / 1000.0);
        node.put("attempts", limits.attempts());
        return node;
    }
}
