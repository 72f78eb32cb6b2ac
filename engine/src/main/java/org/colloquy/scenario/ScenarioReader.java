package org.colloquy.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.colloquy.question.Draw;
import org.colloquy.scenario.Scenario.Agent;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Scenario.LogFormat;
import org.colloquy.scenario.Scenario.Questions;
import org.colloquy.scenario.Scenario.Recording;

/**
 * Reads scenarios from YAML or JSON. Every mistake in the file is found before any is reported; the
 * keys, their ranges and defaults are those of {@code scenario.schema.json}.
 */
public final class ScenarioReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private ScenarioReader() {}

    /**
     * @throws ScenarioProblems with everything that is wrong
     */
    public static Scenario read(Path file) {
        return read(file, List.of());
    }

    /**
     * @param overrides each {@code path=value}, applied in order before the file is checked
     * @throws ScenarioProblems with everything that is wrong
     */
    public static Scenario read(Path file, List<String> overrides) {
        return bind(ScenarioFile.open(file, overrides));
    }

    /**
     * The scenario that a parsed file describes.
     *
     * @throws ScenarioProblems with everything that is wrong
     */
    public static Scenario bind(ScenarioFile file) {
        Binder binder = file.binder();
        switch (file.kind()) {
            case SCENARIO -> {}
            case PRETRAINING -> refuse(file, "a pretraining recipe", "pretrain");
            case EXPERIMENT -> refuse(file, "an experiment", "experiment");
        }
        Fields top = binder.root(file.root());
        String name = name(top);
        long seed = top.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, Defaults.SEED);
        AgentsBinding cast = new AgentsBinding(file, top);
        List<Agent> agents = cast.read();
        QuestionsBinding source = new QuestionsBinding(file, top, seed);
        Optional<Questions> questions = source.read();
        Fields meeting = top.section("interaction");
        Interaction interaction =
                new InteractionBinding(meeting, cast.written(), source.heldOut()).read();
        int held = Math.max(interaction.validation(), interaction.anchors());
        if (held <= source.heldOut()) {
            source.tryDraw(meeting, "validation", Draw.VALIDATION, held);
        }
        Recording record = record(top.section("record"));
        Optional<Training> training =
                top.find("train")
                        .map(train -> top.below("train", train))
                        .map(train -> new TrainingBinding(train, cast.written(), source).read());
        top.end();
        binder.throwIfAny();
        return new Scenario(
                name, seed, agents, questions.orElseThrow(), interaction, record, training);
    }

    private static void refuse(ScenarioFile file, String what, String command) {
        file.binder()
                .problem(
                        file.root().place(),
                        "is " + what + ", not a scenario",
                        "use: colloquy " + command + " FILE");
        file.binder().throwIfAny();
    }

    private static String name(Fields top) {
        String name = top.neededText("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            top.problem(
                    top.place("name"),
                    "name",
                    "is '" + name + "', which cannot name a folder",
                    "use lower case letters, digits, '.', '-' and '_', at most 64");
        }
        return name;
    }

    private static Recording record(Fields fields) {
        String format = fields.choice("format", List.of("jsonl", "kryo"), "jsonl");
        fields.end();
        return new Recording(format.equals("kryo") ? LogFormat.KRYO : LogFormat.JSONL);
    }
}
