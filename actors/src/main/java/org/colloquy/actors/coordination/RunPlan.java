package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Debate;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Solo;
import org.colloquy.dialogue.Vote;
import org.colloquy.irt.SelfRanking;
import org.colloquy.model.Sampling;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Interaction;

/**
 * All of a run that is fixed before its first token: its questions, its cast, each dialogue's plan.
 *
 * <p>A run's sections are numbered in the order of the log: the header, the abilities, then for
 * each question its preamble and its dialogues, then the end.
 */
public final class RunPlan {

    /** The section of the log that holds the abilities; the header is before it. */
    static final int ABILITIES = 1;

    private final Scenario scenario;
    private final Protocol protocol;
    private final Grader grader;
    private final List<AgentName> cast;
    private final List<Question> questions;
    private final List<Question> validation;
    private final List<Question> anchors;

    /**
     * A run's questions.
     *
     * @param posed those that the dialogues are about
     * @param held others of known difficulty, for abilities and as anchors; at least as many as the
     *     scenario asks for of either
     */
    public record Questions(List<Question> posed, List<Question> held) {
        public Questions {
            posed = List.copyOf(posed);
            held = List.copyOf(held);
        }
    }

    public RunPlan(Scenario scenario, Questions questions, Grader grader) {
        Interaction interaction = scenario.interaction();
        this.scenario = scenario;
        this.protocol = protocolOf(interaction.protocol());
        this.grader = grader;
        this.cast = scenario.agents().stream().map(Scenario.Agent::name).toList();
        this.questions = questions.posed();
        this.validation = questions.held().subList(0, interaction.validation());
        this.anchors = SelfRanking.anchors(questions.held(), interaction.anchors());
    }

    public Scenario scenario() {
        return scenario;
    }

    Interaction interaction() {
        return scenario.interaction();
    }

    long seed() {
        return scenario.seed();
    }

    public Grader grader() {
        return grader;
    }

    List<AgentName> cast() {
        return cast;
    }

    Question question(int index) {
        return questions.get(index);
    }

    /** Questions on which abilities are estimated. */
    List<Question> validation() {
        return validation;
    }

    /** Questions of known difficulty, for self-ranking. */
    List<Question> anchors() {
        return anchors;
    }

    int questions() {
        return questions.size();
    }

    /** Dialogues of each question. */
    int samples() {
        return interaction().samples();
    }

    /** Dialogues of the whole run. */
    public int dialogues() {
        return questions.size() * samples();
    }

    /** The section of a question's preamble. */
    int preambleSection(int question) {
        return ABILITIES + 1 + question * (1 + samples());
    }

    /** The section of a dialogue. */
    int dialogueSection(DialogueId id) {
        return preambleSection(id.question()) + 1 + id.sample();
    }

    /** The last section, the run's end. */
    int endSection() {
        return preambleSection(questions.size());
    }

    /** How many dialogues stand before this section. */
    int dialoguesBefore(int section) {
        int past = Math.max(0, section - ABILITIES - 1);
        int inQuestion = past % (1 + samples());
        return past / (1 + samples()) * samples() + Math.max(0, inQuestion - 1);
    }

    /** How many questions' preambles stand before this section. */
    int preamblesBefore(int section) {
        return Math.max(0, section - ABILITIES - 1 + samples()) / (1 + samples());
    }

    /** The dialogue before its first turn, by its index among all of the run. */
    Dialogue opening(int index, Mode mode) {
        DialogueId id = new DialogueId(0, index / samples(), index % samples());
        DialoguePlan plan =
                new DialoguePlan(
                        id,
                        questions.get(id.question()),
                        cast,
                        mode,
                        interaction().hearing().peers(cast.size(), seed(), id),
                        interaction().rounds());
        return Dialogue.open(protocol, plan);
    }

    /** A key of random numbers outside any dialogue. */
    long key(String purpose, long... ids) {
        return CounterRandom.key(seed(), purpose, ids);
    }

    /** How single questions are answered for an estimate of ability. */
    Sampling greedy() {
        return Sampling.greedy(interaction().sampling().maxTokens());
    }

    /** How turns and solo attempts are sampled. */
    public Sampling sampling() {
        Scenario.SamplingChoice choice = interaction().sampling();
        return new Sampling(
                choice.temperature(),
                choice.topK(),
                choice.topP(),
                choice.minP(),
                choice.maxTokens(),
                choice.stop());
    }

    /** Every agent of the cast with every one of so many, agent by agent. */
    <T> List<T> perAgent(int each, PerAgent<T> make) {
        List<T> all = new ArrayList<>(cast.size() * each);
        for (int agent = 0; agent < cast.size(); agent++) {
            int who = agent;
            IntStream.range(0, each).forEach(item -> all.add(make.of(who, item)));
        }
        return all;
    }

    /** Makes one thing for one agent. */
    interface PerAgent<T> {
        T of(int agent, int item);
    }

    private static Protocol protocolOf(String name) {
        List<Protocol> known = List.of(new Solo(), new Vote(), new Debate(), new Idea3());
        return known.stream()
                .filter(protocol -> protocol.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "protocol '"
                                                + name
                                                + "'; there are "
                                                + known.stream().map(Protocol::name).toList()));
    }
}
