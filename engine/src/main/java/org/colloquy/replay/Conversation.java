package org.colloquy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/**
 * A recorded dialogue, made ready to be shown to people.
 *
 * @param seq of its first record
 * @param choice why it has its mode
 * @param utterances in canonical order
 * @param answers empty if it failed
 * @param reason why it failed; empty if it did not
 */
public record Conversation(
        long seq,
        DialogueId id,
        Question question,
        ModeChosen choice,
        Mode mode,
        List<Utterance> utterances,
        List<GradedAnswer> answers,
        DialogueStatus status,
        String reason) {

    public Conversation {
        utterances = List.copyOf(utterances);
        answers = List.copyOf(answers);
    }

    /**
     * What an agent said at one of its turns.
     *
     * @param seq of the record
     * @param peers whom it heard
     * @param text what it said, with its peers' names where it says "peer 1"; for a failed attempt
     *     the reason
     * @param grade of the answer in it; empty where the stage gives none
     */
    public record Utterance(
            long seq,
            AgentName agent,
            int round,
            Stage stage,
            List<AgentName> peers,
            String text,
            int tokens,
            boolean truncated,
            boolean failed,
            Optional<Grade> grade) {
        public Utterance {
            peers = List.copyOf(peers);
        }
    }

    /**
     * Hands the dialogues of a log to {@code each}, in order.
     *
     * @throws org.colloquy.log.LogException at the first record that is not sound
     */
    public static void each(Path log, Consumer<Conversation> each) throws IOException {
        Listener listener = new Listener();
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                listener.accept(next.get()).ifPresent(each);
            }
        }
    }
}
