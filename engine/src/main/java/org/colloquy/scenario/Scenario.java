package org.colloquy.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.colloquy.benchmark.Benchmark;
import org.colloquy.benchmark.MappedLines;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Audience;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.grading.Graders;
import org.colloquy.irt.ModeRule;
import org.colloquy.question.Grader;
import org.colloquy.question.LineLayout;
import org.colloquy.random.CounterRandom;

/**
 * A run as its author wrote it down, checked and with every default filled in.
 *
 * @param training how the agents learn from what they say; empty for a run without learning
 */
public record Scenario(
        String name,
        long seed,
        List<Agent> agents,
        Questions questions,
        Interaction interaction,
        Recording record,
        Optional<Training> training) {

    public Scenario {
        agents = List.copyOf(agents);
    }

    /** A run without learning. */
    public Scenario(
            String name,
            long seed,
            List<Agent> agents,
            Questions questions,
            Interaction interaction,
            Recording record) {
        this(name, seed, agents, questions, interaction, record, Optional.empty());
    }

    /** The same, with its log in another format. */
    public Scenario recordedAs(LogFormat format) {
        return new Scenario(
                name, seed, agents, questions, interaction, new Recording(format), training);
    }

    /** The same, for a run in which nobody learns. */
    public Scenario withoutTraining() {
        return new Scenario(name, seed, agents, questions, interaction, record, Optional.empty());
    }

    /** The policies that training changes, in the order of their first agents. */
    public List<Policy> trainedPolicies() {
        Map<String, List<Agent>> sharers = new LinkedHashMap<>();
        agents.stream()
                .filter(Agent::isTrainable)
                .forEach(
                        agent ->
                                sharers.computeIfAbsent(agent.policy(), name -> new ArrayList<>())
                                        .add(agent));
        return sharers.entrySet().stream()
                .map(
                        sharing ->
                                new Policy(
                                        sharing.getKey(),
                                        sharing.getValue().getFirst().model(),
                                        sharing.getValue().stream().map(Agent::name).toList()))
                .toList();
    }

    /**
     * One set of weights that is trained, and who speaks by it.
     *
     * @param model where its weights start
     * @param agents in the order of the cast, at least one
     */
    public record Policy(String name, ModelChoice model, List<AgentName> agents) {
        public Policy {
            agents = List.copyOf(agents);
        }
    }

    /**
     * One member of the cast.
     *
     * @param persona put before every prompt; empty for none
     * @param policy names the weights: agents of one policy share them
     * @param frozen whether training leaves its weights as they are
     */
    public record Agent(
            AgentName name, String persona, ModelChoice model, String policy, boolean frozen) {

        /** One with weights of its own. */
        public Agent(AgentName name, String persona, ModelChoice model) {
            this(name, persona, model, name.value(), false);
        }

        /** Whether it has weights that training may change. */
        public boolean isTrainable() {
            return model instanceof TransformerChoice && !frozen;
        }
    }

    /** Which model speaks for an agent. */
    public sealed interface ModelChoice
            permits TransformerChoice,
                    SimulatedChoice,
                    LlamaCppChoice,
                    OpenAiChoice,
                    RecordedChoice {

        /** The name in scenario files. */
        String provider();
    }

    /**
     * Our own transformer.
     *
     * @param weights {@code builtin:NAME}, or the absolute path of a folder with config.json and
     *     model.safetensors
     */
    public record TransformerChoice(String weights) implements ModelChoice {
        @Override
        public String provider() {
            return "transformer";
        }
    }

    /**
     * A GGUF file run by llama.cpp; it is never trained.
     *
     * @param file its absolute path
     */
    public record LlamaCppChoice(String file) implements ModelChoice {
        @Override
        public String provider() {
            return "llama.cpp";
        }
    }

    /** Answers drawn from the response model; for tests and scale. */
    public record SimulatedChoice(double ability) implements ModelChoice {
        @Override
        public String provider() {
            return "simulated";
        }
    }

    /** Where the run's questions come from. */
    public sealed interface Questions {
        int count();

        /** Grades the answers to them. */
        default Grader answerGrader() {
            return Graders.named(
                    this instanceof FileQuestions file ? file.grader() : Graders.PLAIN);
        }
    }

    /** The format of files as we describe them. */
    public static final String OWN_FORMAT = "own";

    /**
     * Procedural arithmetic.
     *
     * @param needs what every question needs at some step, carry or borrow; at two, named twice
     * @param draw which share of the questions: train, validation or test
     */
    public record ArithmeticQuestions(
            List<String> families, List<Integer> levels, List<String> needs, int count, String draw)
            implements Questions {
        public ArithmeticQuestions {
            families = List.copyOf(families);
            levels = List.copyOf(levels);
            needs = List.copyOf(needs);
        }

        /** Whatever they need. */
        public ArithmeticQuestions(
                List<String> families, List<Integer> levels, int count, String draw) {
            this(families, levels, List.of(), count, draw);
        }
    }

    /**
     * A JSON Lines file with {@code prompt}, {@code answer} and optionally {@code level}, {@code
     * family}, {@code id} on each line.
     *
     * @param path absolute
     * @param count how many of its questions, in file order
     * @param format whose layout its lines have: a benchmark's name, or {@code own}
     * @param fields the file's names of fields, by ours; empty for those of the format
     * @param grader the grader's name
     */
    public record FileQuestions(
            String path, int count, String format, Map<String, String> fields, String grader)
            implements Questions {

        public FileQuestions {
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        }

        /** A file as we describe it, graded as ever. */
        public FileQuestions(String path, int count) {
            this(path, count, OWN_FORMAT, Map.of(), Graders.PLAIN);
        }

        /** The layout of its lines. */
        public LineLayout layout() {
            if (!fields.isEmpty()) {
                return new MappedLines(fields);
            }
            return Benchmark.of(format).map(Benchmark::layout).orElse(LineLayout.OWN);
        }
    }

    /**
     * How the agents meet.
     *
     * @param protocol solo, vote, debate or idea3
     * @param samples dialogues per question
     * @param validation questions of the validation draw on which abilities are estimated
     * @param anchors questions of known difficulty that self-ranking compares with
     */
    public record Interaction(
            String protocol,
            ModeRule mode,
            DifficultyRule difficulty,
            int samples,
            int rounds,
            Hearing hearing,
            int validation,
            int anchors,
            SamplingChoice sampling,
            Limits limits) {}

    /** Where a question's difficulty comes from. */
    public enum DifficultyRule {
        LABEL,
        PASS_RATE,
        SELF_RANKING
    }

    /** Who hears whom. */
    public sealed interface Hearing {

        /** Whom each of so many agents hears in a dialogue of the run with this seed. */
        default List<List<Integer>> peers(int agents, long seed, DialogueId id) {
            return switch (this) {
                case HearAll all -> Audience.all(agents);
                case HearRing ring -> Audience.ring(agents);
                case HearRandom random ->
                        Audience.random(
                                agents,
                                random.peers(),
                                CounterRandom.key(
                                        seed, "peers", id.iteration(), id.question(), id.sample()));
            };
        }
    }

    /** Everybody hears everybody else. */
    public record HearAll() implements Hearing {}

    /** Everybody hears the neighbour before, in the scenario's order, round the ring. */
    public record HearRing() implements Hearing {}

    /** Everybody hears k others, drawn anew for each dialogue. */
    public record HearRandom(int peers) implements Hearing {}

    /** Sampling settings; zero top-k, one top-p and zero min-p mean off. */
    public record SamplingChoice(
            double temperature,
            int topK,
            double topP,
            double minP,
            int maxTokens,
            List<String> stop) {
        public SamplingChoice {
            stop = List.copyOf(stop);
        }
    }

    /**
     * Bounds of a run.
     *
     * @param turnTimeoutMillis longest wait for one turn
     * @param attempts tries of one turn before its dialogue fails, from 1
     */
    public record Limits(long turnTimeoutMillis, int attempts) {}

    /** The log's file format. */
    public enum LogFormat {
        JSONL,
        KRYO
    }

    public record Recording(LogFormat format) {}
}
