package org.colloquy.actors.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.Job;
import org.colloquy.actors.cluster.message.Outcome;
import org.colloquy.actors.coordination.Survey;

/**
 * Stands for a survey whose questions several nodes ask, in parts, of which so many are under way
 * at a time; replies as the survey itself would. It takes any message, as {@link AwayDialogue}.
 */
final class AwaySurvey extends AbstractMatchingBehavior<Object> {

    /** The most questions of one part. */
    static final int PART = 16;

    /** The most parts of one survey that are under way. */
    static final int PARTS = 64;

    /** What came of one part; its place among the parts is not told by the outcome. */
    private record Part(int place, Outcome outcome) {}

    private final int subject;
    private final List<Survey.Ask> asks;
    private final ActorRef<Dispatch.Command> dispatch;
    private final ActorRef<? super Survey.Surveyed> replyTo;
    private final TreeMap<Integer, List<Survey.Answer>> parts = new TreeMap<>();
    private int next;

    static Behavior<Survey.Command> create(
            int subject,
            List<Survey.Ask> asks,
            ActorRef<Dispatch.Command> dispatch,
            ActorRef<? super Survey.Surveyed> replyTo) {
        return Behaviors.<Object>setup(
                        context -> new AwaySurvey(context, subject, asks, dispatch, replyTo).goOn())
                .narrow();
    }

    private AwaySurvey(
            ActorContext<Object> context,
            int subject,
            List<Survey.Ask> asks,
            ActorRef<Dispatch.Command> dispatch,
            ActorRef<? super Survey.Surveyed> replyTo) {
        super(context);
        this.subject = subject;
        this.asks = List.copyOf(asks);
        this.dispatch = dispatch;
        this.replyTo = replyTo;
    }

    @Override
    public Behavior<Object> onMessage(Object message) {
        return switch (message) {
            case Part part -> onPart(part);
            default -> this;
        };
    }

    private Behavior<Object> onPart(Part part) {
        switch (part.outcome()) {
            case Outcome.Answered answered -> parts.put(part.place(), answered.answers());
            case Outcome.Discussed dialogue ->
                    throw new IllegalStateException("a dialogue for survey " + subject);
        }
        return goOn();
    }

    private Behavior<Object> goOn() {
        while (next < asks.size() && next / PART - parts.size() < PARTS) {
            int place = next / PART;
            List<Survey.Ask> some = asks.subList(next, Math.min(next + PART, asks.size()));
            next += some.size();
            dispatch.tell(new Dispatch.Submit(new Job.Ask(some), ear(place)));
        }
        if (next < asks.size() || parts.size() < Math.ceilDiv(asks.size(), PART)) {
            return this;
        }
        List<Survey.Answer> answers = new ArrayList<>(asks.size());
        parts.values().forEach(answers::addAll);
        replyTo.tell(new Survey.Surveyed(subject, List.copyOf(answers)));
        return Behaviors.stopped();
    }

    private ActorRef<Outcome> ear(int place) {
        return getContext()
                .spawnAnonymous(
                        Behaviors.receiveMessage(
                                outcome -> {
                                    getContext().getSelf().tell(new Part(place, outcome));
                                    return Behaviors.stopped();
                                }));
    }
}
