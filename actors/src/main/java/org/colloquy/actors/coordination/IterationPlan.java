package org.colloquy.actors.coordination;

import java.util.List;
import java.util.Optional;
import org.colloquy.actors.coordination.Visit.By;
import org.colloquy.actors.coordination.Visit.Meeting;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Solo;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;
import org.colloquy.rollout.Rollout;
import org.colloquy.scenario.Training;
import org.colloquy.scenario.Training.Discuss;

/**
 * One iteration's visits. Every question is visited once; in training it may be visited again,
 * where the first visit shows that it pays: for a discussion, or to ask another question instead.
 */
final class IterationPlan {

    private final RunPlan run;
    private final int number;
    private final List<Question> questions;

    /**
     * @param questions of the first visits, then as many that may stand in for them, if any may
     */
    IterationPlan(RunPlan run, int number, List<Question> questions) {
        this.run = run;
        this.number = number;
        this.questions = List.copyOf(questions);
    }

    /** The most dialogues of a second visit; 0 if no question is visited again. */
    static int returns(Training training) {
        int discussions = training.discuss().onSecondVisits() ? training.discussions() : 0;
        return Math.max(discussions, redraws(training) ? training.grpo().groupSize() : 0);
    }

    private static boolean redraws(Training training) {
        return training.grpo().advantages().dynamicSampling() == DynamicSampling.REDRAW;
    }

    RunPlan run() {
        return run;
    }

    int number() {
        return number;
    }

    /** The number of a visit among those of the whole run. */
    int ordinal(int visit) {
        return number * run.sections().visits() + visit;
    }

    QuestionKey key(int visit) {
        return new QuestionKey(number, visit);
    }

    /** The first visit of a question. */
    Visit first(int question) {
        return new Visit(
                key(question),
                questions.get(question),
                run.sections().samples(),
                run.training()
                        .map(training -> meeting(training.discuss()))
                        .orElseGet(() -> new By(run.protocol())));
    }

    /**
     * The second visit of a question, if there is to be one.
     *
     * @param rollout with all of the first
     */
    Optional<Visit> second(int question, Rollout rollout) {
        int visit = question + run.sections().questions();
        Training training = run.training().orElseThrow();
        return switch (rollout.secondVisit(question)) {
            case NONE -> Optional.empty();
            case DISCUSS ->
                    Optional.of(
                            new Visit(
                                    key(visit),
                                    questions.get(question),
                                    training.discussions(),
                                    new By(new Idea3())));
            case REDRAW ->
                    Optional.of(
                            new Visit(
                                    key(visit),
                                    questions.get(visit),
                                    training.grpo().groupSize(),
                                    new By(new Solo())));
        };
    }

    /** A dialogue of a visit before its first turn. */
    Dialogue opening(Visit visit, int sample, Mode mode) {
        DialogueId id = new DialogueId(number, visit.key().question(), sample);
        DialoguePlan plan =
                new DialoguePlan(
                        id,
                        visit.question(),
                        run.cast(),
                        mode,
                        run.peers(id),
                        run.interaction().rounds());
        return Dialogue.open(visit.protocol(mode), plan);
    }

    private static Meeting meeting(Discuss discuss) {
        return switch (discuss) {
            case NEVER, WITHOUT_RIGHT, NOBODY_RIGHT -> new By(new Solo());
            case ALWAYS -> new By(new Idea3());
            case BY_ABILITY -> new Visit.ByMode();
        };
    }
}
