package org.colloquy.actors.recorded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloquy.dialogue.Turn;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.log.LogFormat;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.model.Occasion;
import org.colloquy.transformer.ModelFileException;

/**
 * Reads the turns of a run's dialogues and the answers to its validation questions from its log. A
 * question that was visited again has the turns of its first visit.
 */
final class LoggedTurns {

    private LoggedTurns() {}

    /** Whether a file has the name of a run's log. */
    static boolean isLog(Path file) {
        for (LogFormat format : LogFormat.values()) {
            if (format.fileName().equals(String.valueOf(file.getFileName()))) {
                return true;
            }
        }
        return false;
    }

    static List<RecordedTurn> read(Path log) throws IOException {
        List<RecordedTurn> turns = new ArrayList<>();
        Map<List<Integer>, String> questions = new HashMap<>();
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                String where = log + " record " + next.get().seq();
                switch (next.get().event()) {
                    case QuestionPosed posed ->
                            questions.put(
                                    List.of(posed.key().iteration(), posed.key().question()),
                                    posed.question().id());
                    case ValidationGraded graded ->
                            turns.add(
                                    new RecordedTurn(
                                            where,
                                            graded.question(),
                                            "share",
                                            graded.agent().value(),
                                            Occasion.Place.ALONE,
                                            RecordedTurn.ANY,
                                            graded.text()));
                    case TurnTaken taken -> turns.add(turn(where, taken, questions));
                    default -> {}
                }
            }
        }
        return turns;
    }

    private static RecordedTurn turn(
            String where, TurnTaken taken, Map<List<Integer>, String> questions)
            throws IOException {
        Turn turn = taken.turn();
        List<Integer> key =
                List.of(turn.id().dialogue().iteration(), turn.id().dialogue().question());
        String question = questions.getOrDefault(key, "");
        if (question.isEmpty()) {
            throw new ModelFileException(where, "a turn on a question that was not posed");
        }
        return new RecordedTurn(
                where,
                question,
                turn.id().stage().name().toLowerCase(Locale.ROOT),
                taken.agent().value(),
                turn.id().dialogue().sample(),
                turn.id().round(),
                turn.text());
    }
}
