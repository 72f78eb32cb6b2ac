package org.colloquy.actors.coordination;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.dialogue.Dialogue;

/**
 * Where a run's dialogues and surveys take place: with a cast in this JVM ({@link #at}), or on the
 * nodes of a cluster. Each is a child of the one who opens it, that replies once and stops.
 */
public interface Venue {

    /** How long answers are waited for. */
    Patience patience();

    /**
     * Holds a dialogue.
     *
     * @param opening the dialogue before its first turn
     * @param difficulty of the question where known, for models that simulate
     */
    Behavior<DialogueSession.Command> dialogue(
            Dialogue opening, double difficulty, ActorRef<? super DialogueSession.Ended> replyTo);

    /**
     * Asks agents single questions.
     *
     * @param subject comes back with the reply
     */
    Behavior<Survey.Command> survey(
            int subject, List<Survey.Ask> asks, ActorRef<? super Survey.Surveyed> replyTo);

    /** With the cast at one table in this JVM. */
    static Venue at(DialogueSession.Table table) {
        return new Venue() {
            @Override
            public Patience patience() {
                return table.patience();
            }

            @Override
            public Behavior<DialogueSession.Command> dialogue(
                    Dialogue opening,
                    double difficulty,
                    ActorRef<? super DialogueSession.Ended> replyTo) {
                return DialogueSession.create(opening, table, difficulty, replyTo);
            }

            @Override
            public Behavior<Survey.Command> survey(
                    int subject, List<Survey.Ask> asks, ActorRef<? super Survey.Surveyed> replyTo) {
                return Survey.create(subject, asks, table, replyTo);
            }
        };
    }
}
