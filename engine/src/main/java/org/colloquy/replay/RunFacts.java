package org.colloquy.replay;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.SelfRanking;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Training;

/** What a run's first record fixes for all the others. */
final class RunFacts {

    private final RecordedScenario recorded;
    private final Scenario scenario;
    private final RolloutRules rules;
    private final List<AgentName> cast;
    private final Protocol protocol;
    private final int questions;
    private final Grader grader;
    private final PromptBook prompts = new TranscriptPrompts();
    private final Optional<List<Question>> held;

    RunFacts(RecordedScenario recorded) {
        this.recorded = recorded;
        scenario = recorded.scenario();
        grader = recorded.grader();
        rules = recorded.rules();
        cast = scenario.agents().stream().map(Scenario.Agent::name).toList();
        protocol =
                Protocol.named(interaction().protocol())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "protocol '" + interaction().protocol() + "'"));
        questions = recorded.questions();
        held = recorded.held();
    }

    Interaction interaction() {
        return scenario.interaction();
    }

    long seed() {
        return scenario.seed();
    }

    String persona(int agent) {
        return scenario.agents().get(agent).persona();
    }

    List<AgentName> cast() {
        return cast;
    }

    Protocol protocol() {
        return protocol;
    }

    Grader grader() {
        return grader;
    }

    PromptBook prompts() {
        return prompts;
    }

    /** The questions that an iteration must pose; empty where only the log knows them. */
    Optional<List<Question>> posed(int iteration) {
        return recorded.posed(iteration);
    }

    Optional<Training> training() {
        return scenario.training();
    }

    RolloutRules rules() {
        return rules;
    }

    /** Questions of an iteration that are sure to be posed. */
    int firstVisits() {
        return training().map(learning -> learning.grpo().questions()).orElse(questions);
    }

    /** Visits that an iteration may have. */
    int visits() {
        boolean again =
                training()
                        .map(
                                learning ->
                                        learning.discuss().onSecondVisits()
                                                || learning.grpo().advantages().dynamicSampling()
                                                        == DynamicSampling.REDRAW)
                        .orElse(false);
        return again ? 2 * firstVisits() : firstVisits();
    }

    /** Number of a visit in the whole run, by which random choices are keyed. */
    int ordinal(QuestionKey key) {
        return key.iteration() * visits() + key.question();
    }

    /** A rollout that nothing was said in yet. */
    Rollout rollout() {
        return new Rollout(rules, grader);
    }

    Optional<Question> validation(int index) {
        return held.filter(all -> index < all.size()).map(all -> all.get(index));
    }

    Optional<Question> anchor(int index) {
        return held.map(all -> SelfRanking.anchors(all, interaction().anchors()))
                .filter(all -> index < all.size())
                .map(all -> all.get(index));
    }

    /** Whether the question is put before the anchor when they are compared. */
    boolean questionIsA(int question, int agent, int anchor) {
        return SelfRanking.questionFirst(seed(), question, agent, anchor);
    }

    List<List<Integer>> peers(DialogueId id) {
        return interaction().hearing().peers(cast.size(), seed(), id);
    }

    String difficultyRule() {
        return interaction().difficulty().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String modeRule() {
        return switch (interaction().mode()) {
            case ModeRule.Dynamic dynamic -> "dynamic";
            case ModeRule.Always always -> always.mode().name().toLowerCase(Locale.ROOT);
            case ModeRule.Ratio ratio -> "ratio";
        };
    }
}
