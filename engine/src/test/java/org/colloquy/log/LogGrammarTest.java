package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.junit.jupiter.api.Test;

final class LogGrammarTest {

    private static List<InteractionEvent> joined(List<List<InteractionEvent>> sections) {
        return sections.stream().flatMap(List::stream).toList();
    }

    /** The index of the first event that may not stand where it does. */
    private static Optional<Integer> misplaced(List<InteractionEvent> events) {
        LogGrammar grammar = new LogGrammar();
        for (int i = 0; i < events.size(); i++) {
            if (grammar.accept(events.get(i)).isPresent()) {
                return Optional.of(i);
            }
        }
        return grammar.ended() ? Optional.empty() : Optional.of(events.size());
    }

    @Test
    void bordersAreExactlyTheEndsOfSections() {
        LogGrammar grammar = new LogGrammar();
        for (List<InteractionEvent> section : SampleLog.sections()) {
            for (int i = 0; i < section.size(); i++) {
                assertEquals(Optional.empty(), grammar.accept(section.get(i)));
                assertEquals(i == section.size() - 1, grammar.atBorder(), "" + section.get(i));
            }
        }
        assertTrue(grammar.ended());
    }

    @Test
    void twoNeighboursOfAnIterationsEndMayNotChangePlaces() {
        List<InteractionEvent> events = joined(SampleLog.sections());
        int from = events.indexOf(SampleLog.iterationEnd(0).getFirst());
        for (int at = from - 1; at < from + SampleLog.iterationEnd(0).size(); at++) {
            List<InteractionEvent> swapped = new ArrayList<>(events);
            Collections.swap(swapped, at, at + 1);
            assertTrue(misplaced(swapped).isPresent(), "record " + at);
        }
    }

    @Test
    void anIterationCannotEndWithoutItsPoliciesNorTwice() {
        List<InteractionEvent> events = new ArrayList<>(joined(SampleLog.sections()));
        int update = events.indexOf(SampleLog.updated(0, "ada"));
        events.remove(update);
        assertEquals(Optional.of(update), misplaced(events));
        events.add(update, SampleLog.updated(0, "ada"));
        events.add(update, SampleLog.updated(0, "ada"));
        assertEquals(Optional.of(update + 1), misplaced(events));
        events.set(update, SampleLog.updated(0, "bel"));
        assertEquals(Optional.empty(), misplaced(events));
    }

    @Test
    void aLaterIterationNeedsTheEndOfTheOneBefore() {
        List<InteractionEvent> events = new ArrayList<>(joined(SampleLog.sections()));
        events.removeAll(SampleLog.iterationEnd(0));
        assertTrue(misplaced(events).isPresent());
        List<InteractionEvent> unfinished = new ArrayList<>(joined(SampleLog.sections()));
        unfinished.removeAll(SampleLog.iterationEnd(1));
        assertEquals(Optional.of(unfinished.size() - 1), misplaced(unfinished));
    }

    @Test
    void laterAbilitiesAndEvaluationsMayBeMissing() {
        List<List<InteractionEvent>> sections = SampleLog.sections();
        sections.remove(List.of(SampleLog.evaluated(0)));
        sections.remove(List.of(SampleLog.able(SampleLog.ADA), SampleLog.able(SampleLog.BEL)));
        assertEquals(Optional.empty(), misplaced(joined(sections)));
        List<InteractionEvent> exam = new ArrayList<>(joined(SampleLog.sections()));
        int end = exam.indexOf(new IterationEnded(0));
        exam.add(end + 1, SampleLog.graded(SampleLog.ADA));
        assertEquals(Optional.of(end + 1), misplaced(exam), "no exam after the first iteration");
    }

    @Test
    void groupsStandInOrderAndInTheirIteration() {
        List<InteractionEvent> events = new ArrayList<>(joined(SampleLog.sections()));
        int second = events.indexOf(SampleLog.iterationEnd(1).getFirst());
        GroupScored scored = (GroupScored) events.get(second);
        events.set(second, of(scored, 0, Stage.SHARE));
        assertEquals(Optional.of(second), misplaced(events));
        events.set(second, of(scored, 1, Stage.FUSE));
        assertEquals(Optional.of(second + 1), misplaced(events), "ideas come before fusions");
    }

    private static GroupScored of(GroupScored scored, int iteration, Stage stage) {
        return new GroupScored(
                QuestionKey.of(new DialogueId(iteration, 0, 0)),
                stage,
                scored.agent(),
                scored.rewards(),
                scored.calibrated(),
                scored.advantages(),
                scored.internalised());
    }
}
