package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Protocol;
import org.colloquy.irt.SelfRanking;
import org.colloquy.model.Sampling;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Training;

/**
 * All of a run that is fixed before its first token: its cast, its sections, the questions it holds
 * back, and per iteration an {@link IterationPlan}. A run without training has one iteration.
 */
public final class RunPlan {

    private final Scenario scenario;
    private final Questions questions;
    private final Grader grader;
    private final List<AgentName> cast;
    private final SectionLayout sections;
    private final List<Question> validation;
    private final List<Question> anchors;

    /**
     * A run's questions.
     *
     * @param posed by iteration those that the dialogues are about; where questions may be asked
     *     anew, as many again
     * @param held others of known difficulty, for abilities and as anchors; at least as many as the
     *     scenario asks for of either
     * @param evaluation others on which training is measured
     */
    public record Questions(
            IntFunction<List<Question>> posed, List<Question> held, List<Question> evaluation) {
        public Questions {
            held = List.copyOf(held);
            evaluation = List.copyOf(evaluation);
        }

        /** Those of a run without training. */
        public Questions(List<Question> posed, List<Question> held) {
            this(iteration -> posed, held, List.of());
        }
    }

    public RunPlan(Scenario scenario, Questions questions, Grader grader) {
        Interaction interaction = scenario.interaction();
        this.scenario = scenario;
        this.questions = questions;
        this.grader = grader;
        this.cast = scenario.agents().stream().map(Scenario.Agent::name).toList();
        this.sections = layout(scenario, questions);
        this.validation = questions.held().subList(0, interaction.validation());
        this.anchors = SelfRanking.anchors(questions.held(), interaction.anchors());
    }

    private static SectionLayout layout(Scenario scenario, Questions questions) {
        return scenario.training()
                .map(
                        training ->
                                new SectionLayout(
                                        true,
                                        training.iterations(),
                                        training.grpo().questions(),
                                        training.grpo().groupSize(),
                                        IterationPlan.returns(training)))
                .orElseGet(
                        () ->
                                new SectionLayout(
                                        false,
                                        1,
                                        questions.posed().apply(0).size(),
                                        scenario.interaction().samples(),
                                        0));
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

    SectionLayout sections() {
        return sections;
    }

    int iterations() {
        return sections.iterations();
    }

    Optional<Training> training() {
        return scenario.training();
    }

    /** How the agents meet in a plain run. */
    Protocol protocol() {
        String name = interaction().protocol();
        return Protocol.named(name)
                .orElseThrow(() -> new IllegalArgumentException("protocol '" + name + "'"));
    }

    /** One iteration's questions and dialogues; from 0. */
    IterationPlan iteration(int number) {
        return new IterationPlan(this, number, questions.posed().apply(number));
    }

    /** Gathers what an iteration's visits record; in training only. */
    Optional<Rollout> rollout() {
        return training().map(training -> new Rollout(RolloutRules.of(scenario), grader));
    }

    /** Questions on which training is measured. */
    List<Question> evaluation() {
        return questions.evaluation();
    }

    /** Questions on which abilities are estimated. */
    List<Question> validation() {
        return validation;
    }

    /** Questions of known difficulty, for self-ranking. */
    List<Question> anchors() {
        return anchors;
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
                training().map(Training::temperature).orElse(choice.temperature()),
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

    /** Who hears whom in a dialogue. */
    List<List<Integer>> peers(DialogueId id) {
        return interaction().hearing().peers(cast.size(), seed(), id);
    }
}
