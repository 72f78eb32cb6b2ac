package org.colloquy.replay;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Debate;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Solo;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.dialogue.Vote;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.SelfRanking;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Interaction;

/** What a run's first record fixes for all the others. */
final class RunFacts {

    private static final List<Protocol> PROTOCOLS =
            List.of(new Solo(), new Vote(), new Debate(), new Idea3());

    private final Scenario scenario;
    private final List<AgentName> cast;
    private final Protocol protocol;
    private final int questions;
    private final Grader grader = new ArithmeticGrader();
    private final PromptBook prompts = new TranscriptPrompts();
    private final Optional<List<Question>> posed;
    private final Optional<List<Question>> held;

    RunFacts(RecordedScenario recorded) {
        scenario = recorded.scenario();
        cast = scenario.agents().stream().map(Scenario.Agent::name).toList();
        protocol =
                PROTOCOLS.stream()
                        .filter(each -> each.name().equals(interaction().protocol()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "protocol '" + interaction().protocol() + "'"));
        questions = recorded.questions();
        posed = recorded.posed();
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

    int questions() {
        return questions;
    }

    /** The question that must be posed; empty where only the log knows it. */
    Optional<Question> posed(int index) {
        return posed.filter(all -> index < all.size()).map(all -> all.get(index));
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
