package org.colloquy.actors.coordination;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.Timings.Timing;

/**
 * What all parts of a run have in common, each of which is an actor's work: to {@link CatchUp}, and
 * in each iteration its {@link Opening}, its {@link Visits} and its {@link Lesson}.
 */
final class Part {

    private Part() {}

    /** What a part of an iteration is told while it goes on. */
    sealed interface Cue extends Opening.Command, Visits.Command, Lesson.Command {}

    /** All sections before this number are written. */
    record Written(int next) implements Cue {}

    /** What is overdue has failed; comes now and then. */
    enum LookAtClock implements Cue {
        NOW
    }

    /** What a part tells. */
    sealed interface Report {}

    /** Questions to agents got no answer. */
    record Unanswered(int count, String reason) implements Report {}

    /** The run cannot go on; the last report. */
    record Failed(String reason) implements Report {}

    /** All is done, and recorded; the last report. */
    sealed interface Done extends Report
            permits CatchUp.CaughtUp, Opening.Opened, Visits.Visited, Lesson.Learned {}

    /**
     * Where a part does its work.
     *
     * @param recorded hears of what is recorded, and sends it on as {@link Written}
     * @param replyTo hears of the part
     */
    record Site(
            Coordinator.Company company,
            ActorRef<Recorder.Report> recorded,
            ActorRef<? super Report> replyTo) {

        void record(int section, List<InteractionEvent> events, List<Timing> times) {
            company.recorder().tell(new Recorder.Append(section, events, times, recorded));
        }

        /** Asks the agents; the survey must be told to look at the clock. */
        ActorRef<Survey.Command> survey(
                ActorContext<?> context,
                int subject,
                List<Survey.Ask> asks,
                ActorRef<Survey.Surveyed> answers) {
            return child(context, company.venue().survey(subject, asks, answers));
        }

        /** Tells of those that got no answer, if there are any. */
        void heard(Survey.Surveyed survey) {
            if (survey.unanswered() > 0) {
                replyTo.tell(new Unanswered(survey.unanswered(), survey.lastFailure()));
            }
        }

        /** The last report. */
        <C> Behavior<C> ends(Report report) {
            replyTo.tell(report);
            return Behaviors.stopped();
        }
    }

    /** A child whose failure {@link #onSignal} makes its parent's. */
    static <C> ActorRef<C> child(ActorContext<?> context, Behavior<C> behavior) {
        ActorRef<C> child = context.spawnAnonymous(behavior);
        context.watch(child);
        return child;
    }

    /** Fails with a child that failed; of one that ended well nothing follows. */
    static <C> Behavior<C> onSignal(Behavior<C> part, Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> throw new IllegalStateException(failed.getCause());
            case Terminated child -> part;
            default -> Behaviors.unhandled();
        };
    }
}
