package org.colloquy.actors.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.colloquy.actors.cluster.message.FromFront.Phase;
import org.colloquy.actors.cluster.message.FromFront.Progress;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.RunLease;

/** Counts what is recorded, for whoever asks how far a run is. */
final class ProgressCount implements RunListener {

    private final AtomicLong dialogues = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicInteger iterations = new AtomicInteger();

    @Override
    public void recorded(List<InteractionEvent> section) {
        section.forEach(this::recovered);
    }

    @Override
    public void recovered(InteractionEvent event) {
        switch (event) {
            case TurnTaken taken -> {
                turns.incrementAndGet();
                tokens.addAndGet(taken.turn().tokens().length());
            }
            case DialogueEnded ended -> dialogues.incrementAndGet();
            case IterationEnded ended -> iterations.incrementAndGet();
            default -> {}
        }
    }

    Progress progress(String run, Phase phase, RunLease lease, boolean well, String reason) {
        return new Progress(
                run,
                phase,
                lease.run().toString(),
                lease.incarnation(),
                dialogues.get(),
                turns.get(),
                tokens.get(),
                iterations.get(),
                well,
                reason);
    }
}
