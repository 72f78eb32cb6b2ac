package org.colloquy.actors.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.Job;
import org.colloquy.actors.cluster.message.Outcome;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;

/**
 * Stands for a dialogue that some node holds, and tells of its end as the session itself would.
 *
 * <p>It takes any message, since what it stands for is told to look at the clock; that is done by
 * the session on its node.
 */
final class AwayDialogue extends AbstractMatchingBehavior<Object> {

    private final DialogueId id;
    private final ActorRef<? super DialogueSession.Ended> replyTo;

    static Behavior<DialogueSession.Command> create(
            Dialogue opening,
            double difficulty,
            ActorRef<Dispatch.Command> dispatch,
            ActorRef<? super DialogueSession.Ended> replyTo) {
        Job job = new Job.Discuss(opening.protocol().name(), opening.plan(), difficulty);
        return Behaviors.<Object>setup(
                        context -> {
                            dispatch.tell(new Dispatch.Submit(job, context.getSelf()));
                            return new AwayDialogue(context, opening.plan().id(), replyTo);
                        })
                .narrow();
    }

    private AwayDialogue(
            ActorContext<Object> context,
            DialogueId id,
            ActorRef<? super DialogueSession.Ended> replyTo) {
        super(context);
        this.id = id;
        this.replyTo = replyTo;
    }

    @Override
    public Behavior<Object> onMessage(Object message) {
        return switch (message) {
            case Outcome.Discussed discussed -> {
                replyTo.tell(
                        new DialogueSession.Ended(id, discussed.section(), discussed.timing()));
                yield Behaviors.stopped();
            }
            case Outcome.Answered answers ->
                    throw new IllegalStateException("answers for dialogue " + id);
            default -> this;
        };
    }
}
