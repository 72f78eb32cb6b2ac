package org.colloquy.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.colloquy.dialogue.AgentName;
import org.colloquy.grading.Graders;
import org.colloquy.log.JsonText;
import org.colloquy.question.Draw;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.question.QuestionSource;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.rollout.RolloutRules.Member;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.ScenarioQuestions;
import org.colloquy.scenario.TrainingQuestions;

/**
 * The scenario of a log, as far as a replay needs it. Weights and question files that it names need
 * not be there any more: stand-ins take their place, and {@link #drawsQuestions} is false for a
 * file.
 *
 * @param questions how many the run poses, if it does not train
 * @param learners the agents that are trained, if any are
 * @param graderName of the grader
 */
record RecordedScenario(
        Scenario scenario,
        boolean drawsQuestions,
        int questions,
        Set<AgentName> learners,
        String graderName) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @throws org.colloquy.scenario.ScenarioProblems if it is no scenario
     * @throws IllegalArgumentException if it is no JSON
     */
    static RecordedScenario read(JsonText text) {
        return read(tree(text), List.of());
    }

    /**
     * The scenario with some of its values replaced; a run that did not train gets the default
     * rules of training before that.
     *
     * @param overrides each {@code path=value}
     */
    static RecordedScenario read(JsonText text, List<String> overrides) {
        ObjectNode tree = tree(text);
        if (!tree.has("train")) {
            boolean alone = tree.path("agents").size() == 1;
            ObjectNode train = tree.putObject("train").put("discuss", alone ? "never" : "always");
            train.putObject("stages").put("share", "own");
        }
        return read(tree, overrides);
    }

    private static RecordedScenario read(ObjectNode tree, List<String> overrides) {
        Set<AgentName> learners = learners(tree);
        for (JsonNode agent : tree.path("agents")) {
            if (agent.path("model") instanceof ObjectNode model && model.has("weights")) {
                model.put("weights", "builtin:ada");
            }
        }
        JsonNode questions = tree.path("questions");
        boolean file = questions.path("source").asText().equals("file");
        String grader = questions.path("grader").asText(Graders.PLAIN);
        if (!Graders.names().contains(grader)) {
            throw new IllegalArgumentException("no grader named '" + grader + "'");
        }
        if (file) {
            tree.putObject("questions").put("source", "arithmetic").put("count", 1);
        }
        Scenario scenario = ResolvedScenario.read(tree.toString(), "log", overrides);
        return new RecordedScenario(
                scenario,
                !file,
                file ? questions.path("count").asInt() : scenario.questions().count(),
                learners,
                grader);
    }

    /** Grades the run's answers. */
    Grader grader() {
        return Graders.named(graderName);
    }

    /** Grades the answers of a run by its scenario; as ever where that names no grader. */
    static Grader graderOf(JsonText scenario) {
        String name = tree(scenario).path("questions").path("grader").asText(Graders.PLAIN);
        return Graders.named(Graders.names().contains(name) ? name : Graders.PLAIN);
    }

    private static Set<AgentName> learners(ObjectNode tree) {
        Set<AgentName> learners = new HashSet<>();
        for (JsonNode agent : tree.path("agents")) {
            String name = agent.path("name").asText();
            boolean ours = agent.path("model").path("provider").asText().equals("transformer");
            if (ours && !agent.path("frozen").asBoolean() && AgentName.isValid(name)) {
                learners.add(new AgentName(name));
            }
        }
        return Set.copyOf(learners);
    }

    /** Who learns, and by which settings. */
    RolloutRules rules() {
        RolloutRules rules = RolloutRules.of(scenario);
        return new RolloutRules(
                rules.cast().stream()
                        .map(
                                member ->
                                        new Member(
                                                member.name(),
                                                member.policy(),
                                                learners.contains(member.name())))
                        .toList(),
                rules.training(),
                rules.firstVisits());
    }

    private static ObjectNode tree(JsonText text) {
        try {
            if (MAPPER.readTree(text.text()) instanceof ObjectNode tree) {
                return tree;
            }
            throw new IllegalArgumentException("the scenario is no JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the scenario is no JSON", e);
        }
    }

    /** The questions that an iteration must pose; empty if they came from a file. */
    Optional<List<Question>> posed(int iteration) {
        return scenario.training().isPresent()
                ? arithmetic().map(choice -> new TrainingQuestions(scenario).of(iteration))
                : posed();
    }

    private Optional<List<Question>> posed() {
        return arithmetic()
                .map(
                        choice ->
                                source(choice)
                                        .draw(
                                                Draw.valueOf(
                                                        choice.draw().toUpperCase(Locale.ROOT)),
                                                scenario.seed(),
                                                choice.count()));
    }

    /** The validation questions, of which abilities and anchors took; empty as for posed. */
    Optional<List<Question>> held() {
        int count = Math.max(scenario.interaction().validation(), scenario.interaction().anchors());
        return arithmetic()
                .map(choice -> source(choice).draw(Draw.VALIDATION, scenario.seed(), count));
    }

    private Optional<ArithmeticQuestions> arithmetic() {
        return drawsQuestions && scenario.questions() instanceof ArithmeticQuestions choice
                ? Optional.of(choice)
                : Optional.empty();
    }

    private static QuestionSource source(ArithmeticQuestions choice) {
        return ScenarioQuestions.source(choice);
    }
}
