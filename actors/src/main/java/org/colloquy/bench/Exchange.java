package org.colloquy.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.actors.cluster.message.Job;
import org.colloquy.actors.cluster.message.Order;
import org.colloquy.actors.cluster.message.Outcome;
import org.colloquy.actors.cluster.message.ToCell;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.protocol.Batch;
import org.colloquy.actors.cluster.protocol.Posted;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.log.Timings.Timing;

/**
 * The messages of one dialogue between coordinator and node, taken from a run: what is ordered, and
 * all that is recorded of it.
 */
record Exchange(Order order, List<InteractionEvent> section, int turns) {

    /** That of the run's first dialogue. */
    static Exchange of(Path run) throws IOException {
        List<InteractionEvent> section = new ArrayList<>();
        QuestionPosed posed = null;
        DialogueStarted started = null;
        for (Recorded recorded : LogReader.readAll(run.resolve("interactions.jsonl"))) {
            InteractionEvent event = recorded.event();
            if (event instanceof QuestionPosed question) {
                posed = question;
            }
            if (event instanceof DialogueStarted start) {
                started = start;
            }
            if (started != null) {
                section.add(event);
            }
            if (event instanceof DialogueEnded && posed != null && started != null) {
                return of(posed, started, section);
            }
        }
        throw new IOException(run + " holds no dialogue");
    }

    private static Exchange of(
            QuestionPosed posed, DialogueStarted started, List<InteractionEvent> section) {
        DialoguePlan plan =
                new DialoguePlan(
                        started.id(),
                        posed.question(),
                        started.cast(),
                        started.mode(),
                        started.peers(),
                        started.rounds());
        Job job = new Job.Discuss(started.protocol(), plan, 0);
        int turns = (int) section.stream().filter(TurnTaken.class::isInstance).count();
        return new Exchange(
                new Order(new Batch<>(0, List.of(new Posted<>(0, job))), List.of()),
                section,
                turns);
    }

    ToDispatch.Result result(ActorRef<ToCell> cell) {
        return new ToDispatch.Result(
                0,
                new Outcome.Discussed(section, new Timing("dialogue", "0.0.0", "", 0, 0, 0)),
                cell);
    }
}
