package org.colloquy.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.question.Question;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioQuestions;
import org.colloquy.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a run would ask, without running a model. */
@Command(
        name = "preview",
        description = "Show the questions that a run would ask, without running a model.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy scenario preview scenarios/quickstart.yaml",
            "  ./colloquy scenario preview my.yaml --count 100 --set seed=7"
        })
final class ScenarioPreviewCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "A scenario file, YAML or JSON.")
    private Path file = Path.of("");

    @Mixin private final Overrides overrides = new Overrides();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "12",
            description = "The most questions to show; default: ${DEFAULT-VALUE}.")
    private int count;

    ScenarioPreviewCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Arguments.atLeast(1, count, "--count");
        Scenario scenario = ScenarioReader.read(file, overrides.list());
        List<Question> questions =
                ScenarioQuestions.source(scenario.questions())
                        .draw(
                                ScenarioQuestions.draw(scenario.questions()),
                                scenario.seed(),
                                scenario.questions().count());
        int samples = scenario.interaction().samples();
        screen.out()
                .println(
                        screen.safe(
                                "%s: %s, %s of %s"
                                        .formatted(
                                                scenario.name(),
                                                Counted.of(questions.size(), "question"),
                                                Counted.of(
                                                        (long) questions.size() * samples,
                                                        "dialogue"),
                                                scenario.interaction().protocol())));
        questions.stream().limit(count).map(this::line).forEach(screen.out()::println);
        if (questions.size() > count) {
            screen.out().println("  and " + (questions.size() - count) + " more");
        }
        return ExitStatus.WELL;
    }

    private String line(Question question) {
        String kind = question.family() + (question.level() > 0 ? " " + question.level() : "");
        String text = question.text().replaceAll("\\s+", " ");
        return Paragraph.of(
                "  " + Paragraph.pad(screen.safe(kind), 14),
                16,
                screen.safe(
                        String.format(
                                Locale.ROOT,
                                "%s (%s; difficulty %.1f)",
                                text,
                                question.answer(),
                                DifficultyScale.label(question))),
                screen.live() ? screen.columns() : 0);
    }
}
