package org.colloquy.replay;

import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.Attempted;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.log.Recorded;

/** Goes along a log whose grammar is right and recomputes every decision in it. */
final class Recomputation {

    private final RunFacts facts;
    private final VisitOrder visits;
    private final AbilityAudit abilities;
    private final PreambleAudit preambles;
    private final DialogueAudit dialogues;
    private final LearningAudit learning;
    private final LogStatistics statistics = new LogStatistics();
    private boolean visited;

    /**
     * @throws org.colloquy.scenario.ScenarioProblems if it holds no scenario
     * @throws IllegalArgumentException if it holds no scenario
     */
    Recomputation(RunStarted started) {
        facts = new RunFacts(RecordedScenario.read(started.scenario()));
        visits = new VisitOrder(facts);
        abilities = new AbilityAudit(facts);
        preambles = new PreambleAudit(facts, abilities, visits);
        dialogues = new DialogueAudit(facts, preambles);
        learning = new LearningAudit(facts, visits);
    }

    /** Whether the run is one of training. */
    boolean trained() {
        return facts.training().isPresent();
    }

    Optional<Difference> check(Recorded record) {
        long seq = record.seq();
        Optional<Difference> difference =
                switch (record.event()) {
                    case RunStarted started -> start(seq, started);
                    case ValidationGraded graded -> abilities.check(record);
                    case AbilityEstimated estimated -> abilities.check(record);
                    case QuestionPosed posed -> pose(record);
                    case Compared compared -> preambles.check(record);
                    case Attempted attempted -> preambles.check(record);
                    case DifficultyEstimated estimated -> preambles.check(record);
                    case ModeChosen chosen -> preambles.check(record);
                    case DialogueStarted started -> dialogues.check(record);
                    case TurnTaken taken -> dialogues.check(record);
                    case TurnFailed failed -> dialogues.check(record);
                    case AnswersGraded graded -> dialogues.check(record);
                    case DialogueEnded ended -> dialogues.check(record);
                    case GroupScored scored -> learn(record);
                    case PolicyUpdated updated -> learn(record);
                    case SoloEvaluated told -> learn(record);
                    case IterationEnded ended -> endIteration(record);
                    case RunEnded ended -> end(seq, ended);
                };
        statistics.accept(record.event());
        if (difference.isEmpty()) {
            visits.accept(record.event());
        }
        return difference;
    }

    private Optional<Difference> start(long seq, RunStarted started) {
        List<AgentName> named = started.agents().stream().map(Participant::name).toList();
        return FieldComparison.of(seq, named, facts.cast())
                .map(found -> renamed(found, "agents"))
                .or(
                        () ->
                                FieldComparison.of(seq, started.seed(), facts.seed())
                                        .map(found -> renamed(found, "seed")));
    }

    private static Difference renamed(Difference found, String field) {
        return new Difference(
                found.seq(), field + found.field(), found.recorded(), found.recomputed());
    }

    private Optional<Difference> pose(Recorded record) {
        Optional<Difference> missing =
                visits.atStart()
                        ? beginningMissing(record.seq())
                        : dialogues.checkWhole(record.seq());
        return missing.isPresent() ? missing : preambles.check(record);
    }

    /** What must stand before the iteration's first question. */
    private Optional<Difference> beginningMissing(long seq) {
        boolean none = abilities.examined() && facts.interaction().validation() == 0;
        int wanted = none ? 0 : facts.cast().size();
        return Difference.ofCount(seq, "abilities", abilities.estimated(), wanted)
                .or(() -> facts.training().flatMap(training -> learning.checkBegun(seq)));
    }

    private Optional<Difference> learn(Recorded record) {
        if (facts.training().isEmpty()) {
            String type = record.event().getClass().getSimpleName();
            return Optional.of(
                    new Difference(record.seq(), "type", type, "none: the run does not train"));
        }
        if (visits.atStart() || visited) {
            return learning.check(record);
        }
        visited = true;
        return visitsMissing(record.seq()).or(() -> learning.check(record));
    }

    private Optional<Difference> visitsMissing(long seq) {
        return dialogues
                .checkWhole(seq)
                .or(
                        () ->
                                visits.next()
                                        .map(
                                                visit ->
                                                        new Difference(
                                                                seq,
                                                                "question " + visit.key(),
                                                                "not posed",
                                                                "posed")));
    }

    private Optional<Difference> endIteration(Recorded record) {
        Optional<Difference> difference = learn(record);
        if (difference.isEmpty()) {
            abilities.endIteration(visits);
            visits.endIteration();
            visited = false;
        }
        return difference;
    }

    private Optional<Difference> end(long seq, RunEnded ended) {
        Optional<Difference> missing =
                facts.training()
                        .map(
                                training ->
                                        Difference.ofCount(
                                                seq,
                                                "iterations",
                                                visits.iteration(),
                                                training.iterations()))
                        .orElseGet(() -> visits.atStart() ? allMissing(seq) : visitsMissing(seq));
        return missing.or(() -> FieldComparison.of(seq, ended, statistics.totals()));
    }

    private Optional<Difference> allMissing(long seq) {
        return Difference.ofCount(seq, "questions", 0, facts.firstVisits());
    }
}
