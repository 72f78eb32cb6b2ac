package org.colloquy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.question.Grade;
import org.colloquy.replay.LogStatistics;

/** What a training run's events have told so far, iteration by iteration. */
final class TrainingProgress {

    /** Right ones among first ideas. */
    record Share(int right, int asked) {
        double value() {
            return asked == 0 ? 0 : (double) right / asked;
        }

        private Share and(boolean another) {
            return new Share(right + (another ? 1 : 0), asked + 1);
        }
    }

    /**
     * One iteration that is over.
     *
     * @param ideas by agent, how its first ideas came out
     * @param policies what each learned
     */
    record Iteration(
            int number, SequencedMap<AgentName, Share> ideas, List<PolicyUpdated> policies) {}

    private final LogStatistics statistics = new LogStatistics();
    private final List<SoloEvaluated> evaluations = new ArrayList<>();
    private SequencedMap<AgentName, Share> ideas = new LinkedHashMap<>();
    private List<PolicyUpdated> policies = new ArrayList<>();
    private int iterations;

    /** Takes the next event; the iteration that it ends, if it does. */
    Optional<Iteration> accept(InteractionEvent event) {
        statistics.accept(event);
        switch (event) {
            case AnswersGraded graded -> {
                for (GradedAnswer answer : graded.answers()) {
                    Share before = ideas.getOrDefault(answer.agent(), new Share(0, 0));
                    ideas.put(answer.agent(), before.and(answer.solo() == Grade.RIGHT));
                }
            }
            case PolicyUpdated updated -> policies.add(updated);
            case SoloEvaluated evaluated -> evaluations.add(evaluated);
            case IterationEnded ended -> {
                Iteration over = new Iteration(ended.iteration(), ideas, List.copyOf(policies));
                ideas = new LinkedHashMap<>();
                policies = new ArrayList<>();
                iterations = ended.iteration() + 1;
                return Optional.of(over);
            }
            default -> {}
        }
        return Optional.empty();
    }

    /** Iterations that are over. */
    int iterations() {
        return iterations;
    }

    /** In the order of versions. */
    List<SoloEvaluated> evaluations() {
        return List.copyOf(evaluations);
    }

    LogStatistics statistics() {
        return statistics;
    }
}
