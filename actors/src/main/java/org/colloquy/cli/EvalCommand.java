package org.colloquy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.evaluation.Evaluation;
import org.colloquy.actors.evaluation.EvaluationPlan;
import org.colloquy.actors.node.Computing;
import org.colloquy.evaluation.Evaluated;
import org.colloquy.evaluation.ScoreRow;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.FileSource;
import org.colloquy.question.Question;
import org.colloquy.question.QuestionFileException;
import org.colloquy.question.QuestionSource;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioQuestions;
import org.colloquy.transformer.ModelFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how good a scenario's agents are, alone and together. */
@Command(
        name = "eval",
        description = "Measure how good a scenario's agents are, alone and together.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy eval scenarios/quickstart.yaml",
            "  ./colloquy eval scenarios/quickstart.yaml --protocol solo,vote,debate,idea3",
            "  ./colloquy eval scenarios/quickstart.yaml \\",
            "      --against runs/RUN/checkpoints/000050",
            "",
            "The same command gives the same figures, with any number of threads."
        })
final class EvalCommand implements Callable<Integer> {

    private static final int QUESTIONS = 1000;
    private static final int MOST_SAMPLES = 1024;
    private static final List<String> PROTOCOLS = List.of("solo", "vote", "debate", "idea3");

    /** The draws that may be evaluated on; nothing is trained on them. */
    enum HeldOut {
        TEST(Draw.TEST),
        VALIDATION(Draw.VALIDATION);

        private final Draw draw;

        HeldOut(Draw draw) {
            this.draw = draw;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Screen screen;

    @Parameters(
            paramLabel = "FILE|RUN_DIR",
            description = "A scenario file, or a run directory for its scenario.")
    private Path source = Path.of("");

    @Mixin private final Overrides overrides = new Overrides();

    @Option(
            names = "--weights",
            paramLabel = "AGENT=DIR",
            description = {
                "Weights instead of the scenario's; or a checkpoint folder,",
                "which has a folder for each policy; repeatable."
            })
    private List<String> weights = List.of();

    @Option(
            names = "--against",
            paramLabel = "AGENT=DIR",
            description = {
                "Other weights, also evaluated and compared with the first",
                "question by question; as --weights."
            })
    private List<String> against = List.of();

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            split = ",",
            description = "Of solo, vote, debate, idea3; default: solo.")
    private List<String> protocols = List.of(ScoreRow.SOLO);

    @Option(
            names = "--questions",
            paramLabel = "N",
            description = "How many; default: at most " + QUESTIONS + ", or all of a file.")
    private Optional<Integer> questions = Optional.empty();

    @Option(
            names = "--draw",
            paramLabel = "DRAW",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "TEST")
    private HeldOut draw = HeldOut.TEST;

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Sampled answers a question, for mean@k, pass@k, majority@k; default: 4.")
    private int samples = 4;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of questions and samples; default: ${DEFAULT-VALUE}.",
            defaultValue = "90210")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with; default: one per core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin private final BackendOption backend = new BackendOption();

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write all rows there.")
    private Optional<Path> csv = Optional.empty();

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object, and nothing else.")
    private boolean json;

    EvalCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        requireSense();
        try {
            Scenario scenario = withWeights("--weights", weights);
            EvaluationPlan plan = plan(scenario);
            Computing computing = backend.computing(screen, quiet || json);
            Evaluated first = evaluated(plan, computing, "");
            Optional<Evaluated> second = Optional.empty();
            if (!against.isEmpty()) {
                EvaluationPlan other = plan(withWeights("--against", against));
                second = Optional.of(evaluated(other, computing, "second "));
            }
            report(new EvalReport(plan, draw.toString(), first, second));
        } catch (ModelFileException | QuestionFileException unusable) {
            throw CommandFailure.badUsage(String.valueOf(unusable.getMessage()), "");
        }
        return ExitStatus.WELL;
    }

    private void requireSense() {
        Arguments.atLeast(1, threads, "--threads");
        Arguments.atLeast(1, questions.orElse(1), "--questions");
        Arguments.atLeast(0, samples, "--samples");
        if (samples > MOST_SAMPLES) {
            throw CommandFailure.badUsage(
                    "--samples is " + samples, "give at most " + MOST_SAMPLES);
        }
        for (String protocol : protocols) {
            if (!PROTOCOLS.contains(protocol)) {
                throw CommandFailure.badUsage(
                        "--protocol is '" + protocol + "'",
                        "name one or more of " + String.join(",", PROTOCOLS));
            }
        }
    }

    private Scenario withWeights(String option, List<String> written) throws IOException {
        Scenario scenario = ScenarioSource.read(source, overrides.list());
        List<String> all = new ArrayList<>(overrides.list());
        all.addAll(WeightChoices.overrides(option, written, scenario));
        return written.isEmpty() ? scenario : ScenarioSource.read(source, all);
    }

    private EvaluationPlan plan(Scenario scenario) {
        List<Question> drawn;
        try {
            drawn = drawn(ScenarioQuestions.source(scenario.questions()));
        } catch (IllegalArgumentException tooMany) {
            throw CommandFailure.badUsage(String.valueOf(tooMany.getMessage()), "");
        }
        if (drawn.isEmpty()) {
            throw CommandFailure.badUsage(
                    "there are no questions of the " + draw + " draw", "choose another --draw");
        }
        return new EvaluationPlan(
                scenario, drawn, samples, protocols.stream().distinct().toList(), seed);
    }

    private List<Question> drawn(QuestionSource from) {
        if (questions.isPresent()) {
            return from.draw(draw.draw, seed, questions.get());
        }
        return switch (from) {
            case ArithmeticSource arithmetic -> arithmetic.drawAtMost(draw.draw, seed, QUESTIONS);
            case FileSource file -> file.draw(draw.draw, seed, file.size(draw.draw));
            default -> from.draw(draw.draw, seed, QUESTIONS);
        };
    }

    private Evaluated evaluated(EvaluationPlan plan, Computing computing, String which)
            throws IOException {
        try (EvalProgress progress = new EvalProgress(screen, !quiet && !json, which)) {
            return new Evaluation(plan, threads, computing, progress::reached).run();
        }
    }

    private void report(EvalReport report) throws IOException {
        if (csv.isPresent()) {
            Files.writeString(csv.get(), report.csv(), StandardCharsets.UTF_8);
        }
        if (json) {
            screen.out().println(report.json());
        } else {
            screen.out().println(report.table(screen));
        }
    }
}
