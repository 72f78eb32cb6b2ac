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
    private final AbilityAudit abilities;
    private final PreambleAudit preambles;
    private final DialogueAudit dialogues;
    private final LogStatistics statistics = new LogStatistics();

    /**
     * @throws org.colloquy.scenario.ScenarioProblems if it holds no scenario
     * @throws IllegalArgumentException if it holds no scenario
     */
    Recomputation(RunStarted started) {
        facts = new RunFacts(RecordedScenario.read(started.scenario()));
        abilities = new AbilityAudit(facts);
        preambles = new PreambleAudit(facts, abilities);
        dialogues = new DialogueAudit(facts, preambles);
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
                    case GroupScored scored -> Optional.empty();
                    case PolicyUpdated updated -> Optional.empty();
                    case SoloEvaluated told -> Optional.empty();
                    case IterationEnded ended -> Optional.empty();
                    case RunEnded ended -> end(seq, ended);
                };
        statistics.accept(record.event());
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
                preambles.posed() == 0
                        ? abilitiesMissing(record.seq())
                        : dialogues.checkWhole(record.seq(), preambles.posed() - 1);
        return missing.isPresent() ? missing : preambles.check(record);
    }

    private Optional<Difference> abilitiesMissing(long seq) {
        int wanted = facts.interaction().validation() == 0 ? 0 : facts.cast().size();
        return count(seq, "abilities", abilities.estimated(), wanted);
    }

    private Optional<Difference> end(long seq, RunEnded ended) {
        return count(seq, "questions", preambles.posed(), facts.questions())
                .or(
                        () ->
                                preambles.posed() == 0
                                        ? Optional.empty()
                                        : dialogues.checkWhole(seq, preambles.posed() - 1))
                .or(() -> FieldComparison.of(seq, ended, statistics.totals()));
    }

    private static Optional<Difference> count(long seq, String what, int found, int wanted) {
        return found == wanted
                ? Optional.empty()
                : Optional.of(
                        new Difference(
                                seq, what, Integer.toString(found), Integer.toString(wanted)));
    }
}
