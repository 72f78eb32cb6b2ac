package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Stage;
import org.colloquy.grpo.AdvantageNormalisation;
import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.LearningRate;
import org.colloquy.grpo.LossSettings;
import org.colloquy.grpo.UpdateSettings;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.SimulatedModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.colloquy.reward.RewardSettings;
import org.colloquy.scenario.OpenAiChoice;
import org.colloquy.scenario.RecordedChoice;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.colloquy.scenario.Scenario.HearAll;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.LogFormat;
import org.colloquy.scenario.Scenario.ModelChoice;
import org.colloquy.scenario.Scenario.Recording;
import org.colloquy.scenario.Scenario.SamplingChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;
import org.colloquy.scenario.Training;
import org.colloquy.scenario.Training.CheckpointRule;
import org.colloquy.scenario.Training.Discuss;
import org.colloquy.scenario.Training.Evaluation;
import org.colloquy.scenario.Training.RewardedBy;
import org.colloquy.scenario.Training.StageRule;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.TransformerConfig;
import org.colloquy.transformer.WordTokenizer;

/** Training runs of tiny transformers, which learn to be brief, and what they leave behind. */
final class Lessons {

    static final int ITERATIONS = 4;

    private static final ArithmeticSource SOURCE =
            new ArithmeticSource(List.of("add", "chain"), List.of(1, 2));

    private static final WordTokenizer TOKENIZER = tokenizer();

    private Lessons() {}

    /** Two that learn, one that is frozen, one without weights. */
    static final List<Scenario.Agent> MIXED =
            List.of(
                    new Scenario.Agent(
                            new AgentName("ada"), "", new TransformerChoice("builtin:ada")),
                    new Scenario.Agent(
                            new AgentName("bel"), "", new TransformerChoice("builtin:bel")),
                    new Scenario.Agent(
                            new AgentName("cam"),
                            "",
                            new TransformerChoice("builtin:ada"),
                            "cam",
                            true),
                    new Scenario.Agent(new AgentName("dot"), "", new SimulatedChoice(0.5)));

    /** Two that share one policy. */
    static final List<Scenario.Agent> SHARING =
            List.of(
                    new Scenario.Agent(
                            new AgentName("ada"),
                            "",
                            new TransformerChoice("builtin:ada"),
                            "us",
                            false),
                    new Scenario.Agent(
                            new AgentName("bel"),
                            "",
                            new TransformerChoice("builtin:ada"),
                            "us",
                            false));

    static Scenario scenario(
            List<Scenario.Agent> agents, Discuss discuss, DynamicSampling sampling) {
        return new Scenario(
                "lessons",
                5,
                agents,
                new ArithmeticQuestions(List.of("add", "chain"), List.of(1, 2), 3, "test"),
                new Interaction(
                        "idea3",
                        new ModeRule.Dynamic(Pooling.MEAN),
                        DifficultyRule.LABEL,
                        1,
                        1,
                        new HearAll(),
                        3,
                        0,
                        new SamplingChoice(1, 0, 1, 0, 6, List.of()),
                        new Limits(3_600_000, 2)),
                new Recording(LogFormat.JSONL),
                Optional.of(training(discuss, sampling)));
    }

    /**
     * Nobody's rewards differ but where the one without weights is right, which is first so in the
     * third iteration; and the first step with a difference leaves the numbers.
     */
    static Scenario diverging() {
        List<Scenario.Agent> agents =
                List.of(
                        MIXED.getFirst(),
                        new Scenario.Agent(new AgentName("dot"), "", new SimulatedChoice(-4)));
        Scenario scenario = scenario(agents, Discuss.NEVER, DynamicSampling.OFF);
        return with(scenario, RewardSettings.DEFAULT, 3e38);
    }

    /** The same at another learning rate, from the first step on. */
    static Scenario learningAt(Scenario scenario, double learningRate) {
        return with(scenario, scenario.training().orElseThrow().rewards(), learningRate);
    }

    private static Scenario with(Scenario scenario, RewardSettings rewards, double learningRate) {
        Training training = scenario.training().orElseThrow();
        UpdateSettings update =
                new UpdateSettings(
                        1, 1, learningRate, LearningRate.Schedule.CONSTANT, 0, 0.99, 0, 1, 512);
        return new Scenario(
                scenario.name(),
                scenario.seed(),
                scenario.agents(),
                scenario.questions(),
                scenario.interaction(),
                scenario.record(),
                Optional.of(
                        new Training(
                                training.iterations(),
                                training.discuss(),
                                training.discussions(),
                                training.stages(),
                                rewards,
                                training.grpo().with(update),
                                training.temperature(),
                                training.evaluation(),
                                training.checkpoints())));
    }

    private static Training training(Discuss discuss, DynamicSampling sampling) {
        List<StageRule> stages = new ArrayList<>();
        stages.add(new StageRule(Stage.SHARE, RewardedBy.OWN));
        if (discuss != Discuss.NEVER) {
            stages.add(new StageRule(Stage.FUSE, RewardedBy.FINAL));
        }
        return new Training(
                ITERATIONS,
                discuss,
                2,
                stages,
                new RewardSettings(1, 0, 0, 0, 0.1, 0),
                new GrpoSettings(
                        3,
                        3,
                        new AdvantageSettings(true, AdvantageNormalisation.GROUP, sampling),
                        InternaliseSettings.DEFAULT,
                        LossSettings.DEFAULT,
                        UpdateSettings.DEFAULT),
                1,
                new Evaluation(2, 3),
                new CheckpointRule(1, 10));
    }

    static Launch launch(int threads, int inFlight) {
        return launch(threads, inFlight, RunListener.NOBODY);
    }

    static Launch launch(int threads, int inFlight, RunListener listener) {
        return new Launch("test", new NodeSettings(threads, inFlight), Lessons::open, listener);
    }

    private static LanguageModel open(ModelChoice choice) {
        return switch (choice) {
            case Scenario.LlamaCppChoice gguf ->
                    throw new IllegalArgumentException("no lesson for " + gguf);
            case SimulatedChoice simulated -> new SimulatedModel(simulated.ability());
            case OpenAiChoice remote -> throw new IllegalArgumentException(remote.toString());
            case RecordedChoice old -> throw new IllegalArgumentException(old.toString());
            case TransformerChoice transformer -> {
                TransformerConfig config =
                        new TransformerConfig(
                                TOKENIZER.size(), 8, 1, 2, 1, 4, 12, 10_000, 1e-5f, 256, true);
                long seed = CounterRandom.key(1, transformer.weights());
                yield new TransformerModel(
                        TransformerModel.identity(transformer.weights()),
                        Parameters.initial(config, seed, new VectorOps(1)),
                        TOKENIZER,
                        () -> new VectorOps(1));
            }
        };
    }

    private static WordTokenizer tokenizer() {
        List<String> texts = new ArrayList<>(List.of("Idea: Answer 0 1 2 3 4 5 6 7 8 9."));
        SOURCE.draw(Draw.TRAIN, 1, 12).stream().map(Question::text).forEach(texts::add);
        return WordTokenizer.ofTexts(texts);
    }

    /** Trains to the end; all files that must not depend on how. */
    static SortedMap<String, byte[]> train(Path folder, Scenario scenario, Launch launch)
            throws IOException {
        RunResult result = Simulations.end(ColloquyRun.train(folder, scenario, launch));
        if (!result.well()) {
            throw new AssertionError(result);
        }
        return files(folder);
    }

    /** The log, the metrics and the checkpoints of a run, by path. */
    static SortedMap<String, byte[]> files(Path run) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(run)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(path).toString();
                if (!List.of("run.json", "run.lock", "timings.jsonl").contains(name)) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
