package org.colloquy.actors.cluster;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.colloquy.actors.coordination.Survey;
import org.colloquy.actors.coordination.Venue;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.dialogue.Dialogue;

/**
 * On whichever node has a free cell.
 *
 * @param patience of the sessions and surveys there; how long a node may take is not measured here,
 *     since that must not change what is recorded
 */
record Elsewhere(ActorRef<Dispatch.Command> dispatch, Patience patience) implements Venue {

    @Override
    public Behavior<DialogueSession.Command> dialogue(
            Dialogue opening, double difficulty, ActorRef<? super DialogueSession.Ended> replyTo) {
        return AwayDialogue.create(opening, difficulty, dispatch, replyTo);
    }

    @Override
    public Behavior<Survey.Command> survey(
            int subject, List<Survey.Ask> asks, ActorRef<? super Survey.Surveyed> replyTo) {
        return AwaySurvey.create(subject, asks, dispatch, replyTo);
    }
}
