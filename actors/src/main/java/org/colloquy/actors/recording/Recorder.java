package org.colloquy.actors.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.Timings.Timing;
import org.colloquy.replay.LogStatistics;

/**
 * The only writer of a run's log: takes sections as they come and writes them in the order of their
 * numbers. Sections that came early wait in a buffer, whose size the senders keep within bounds by
 * what {@link Recorded} tells them.
 */
public final class Recorder extends AbstractMatchingBehavior<Recorder.Command> {

    public sealed interface Command {}

    /** A section, by its place in the log; an empty one only counts. */
    public record Append(
            int section,
            List<InteractionEvent> events,
            List<Timing> times,
            ActorRef<? super Report> replyTo)
            implements Command {}

    /** Writes the run's sums as the section with this number, after all before it, and closes. */
    public record End(int section, ActorRef<? super Report> replyTo) implements Command {}

    /** Writes what is ready, forgets what waits for an earlier section, and closes. */
    public record Close(ActorRef<? super Report> replyTo) implements Command {}

    /** Writes what is ready, after all that came meanwhile, so that many sections are one write. */
    private record Write(ActorRef<? super Report> replyTo) implements Command {}

    /** What the recorder says of itself. */
    public sealed interface Report {}

    /** All sections before this number are written. */
    public record Recorded(int next) implements Report {}

    /** The log is closed, and whole if it was ended. */
    public record Closed(int failedDialogues) implements Report {}

    /** The log could not be written; nothing more will be. */
    public record Lost(IOException cause) implements Report {}

    private static final int NEVER = Integer.MAX_VALUE;

    private final SectionSink sink;
    private final LogStatistics statistics;
    private final RunListener listener;
    private final int bound;
    private final NavigableMap<Integer, Append> early = new TreeMap<>();
    private int next;
    private int end = NEVER;
    private boolean writing;

    /**
     * How a recorder starts.
     *
     * @param next number of the first section that is not written yet
     * @param statistics of the sections before it
     * @param bound the most sections that may wait
     */
    public record Start(int next, LogStatistics statistics, int bound) {}

    /** Owns {@code sink} and closes it. */
    public static Behavior<Command> create(SectionSink sink, Start start, RunListener listener) {
        return Behaviors.setup(context -> new Recorder(context, sink, start, listener));
    }

    private Recorder(
            ActorContext<Command> context, SectionSink sink, Start start, RunListener listener) {
        super(context);
        this.sink = sink;
        this.statistics = start.statistics();
        this.next = start.next();
        this.bound = start.bound();
        this.listener = listener;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Append append -> onAppend(append);
            case End last -> onEnd(last);
            case Close close -> onClose(close);
            case Write write -> onWrite(write);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) throws IOException {
        if (signal instanceof PostStop) {
            sink.close();
        }
        return this;
    }

    private Behavior<Command> onAppend(Append append) {
        if (append.section() < next || early.containsKey(append.section())) {
            throw new IllegalStateException("section " + append.section() + " came twice");
        }
        early.put(append.section(), append);
        if (early.size() > bound) {
            throw new IllegalStateException("more than " + bound + " sections wait for " + next);
        }
        if (append.section() == next && !writing) {
            writing = true;
            getContext().getSelf().tell(new Write(append.replyTo()));
        }
        return this;
    }

    private Behavior<Command> onWrite(Write write) {
        writing = false;
        return writeReady(write.replyTo());
    }

    private Behavior<Command> onEnd(End last) {
        end = last.section();
        return writeReady(last.replyTo());
    }

    private Behavior<Command> onClose(Close close) {
        end = NEVER;
        Behavior<Command> behavior = writeReady(close.replyTo());
        if (behavior != this) {
            return behavior;
        }
        try {
            return close(close.replyTo());
        } catch (IOException cause) {
            return lost(cause, close.replyTo());
        }
    }

    private Behavior<Command> writeReady(ActorRef<? super Report> replyTo) {
        List<List<InteractionEvent>> ready = new ArrayList<>();
        List<Timing> timings = new ArrayList<>();
        while (!early.isEmpty() && early.firstKey() == next) {
            Append append = early.pollFirstEntry().getValue();
            ready.add(append.events());
            timings.addAll(append.times());
            next++;
        }
        try {
            if (!ready.isEmpty()) {
                write(ready);
                sink.time(timings);
                replyTo.tell(new Recorded(next));
            }
            if (next != end) {
                return this;
            }
            write(List.of(List.of(statistics.totals())));
            return close(replyTo);
        } catch (IOException cause) {
            return lost(cause, replyTo);
        }
    }

    private void write(List<List<InteractionEvent>> sections) throws IOException {
        List<InteractionEvent> events = sections.stream().flatMap(List::stream).toList();
        if (!events.isEmpty()) {
            sink.append(events);
        }
        for (List<InteractionEvent> section : sections) {
            section.forEach(statistics::accept);
            if (!section.isEmpty()) {
                listener.recorded(section);
            }
        }
    }

    private Behavior<Command> close(ActorRef<? super Report> replyTo) throws IOException {
        sink.close();
        replyTo.tell(new Closed(statistics.totals().failed()));
        return Behaviors.stopped();
    }

    private static Behavior<Command> lost(IOException cause, ActorRef<? super Report> replyTo) {
        replyTo.tell(new Lost(cause));
        return Behaviors.stopped();
    }
}
