package org.colloquy.web.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.LogPosition;
import org.colloquy.question.Grade;

/**
 * What a table says of a dialogue, and where the log has the rest.
 *
 * @param start of its section
 * @param end offset behind its section
 * @param question row of its question
 * @param family index among the run's families
 * @param protocol index among the run's protocols
 * @param stages bit s is set if a turn of the stage with that place was taken
 * @param tokens of all turns
 * @param answers one for each agent of the run, in its order
 */
public record DialogueRow(
        LogPosition start,
        long end,
        DialogueId id,
        int question,
        int family,
        int level,
        int protocol,
        Mode mode,
        DialogueStatus status,
        int stages,
        int turns,
        int tokens,
        List<Answered> answers) {

    private static final int FIXED_BYTES =
            RowText.POSITION_BYTES + Long.BYTES + 9 * Integer.BYTES + 3;

    private static final int ANSWER_BYTES = 3;

    private static final byte NONE = -1;

    public DialogueRow {
        answers = List.copyOf(answers);
    }

    /**
     * An agent's grades.
     *
     * @param solo of its first idea; empty if it was not graded
     * @param last of its final answer
     * @param wrongStep of its first idea, from 0
     */
    public record Answered(Optional<Grade> solo, Optional<Grade> last, OptionalInt wrongStep) {

        static final Answered NOTHING =
                new Answered(Optional.empty(), Optional.empty(), OptionalInt.empty());

        public boolean graded() {
            return solo.isPresent();
        }

        public boolean soloRight() {
            return solo.equals(Optional.of(Grade.RIGHT));
        }

        public boolean lastRight() {
            return last.equals(Optional.of(Grade.RIGHT));
        }

        /** Wrong alone, right after the discussion. */
        public boolean mended() {
            return graded() && !soloRight() && lastRight();
        }

        /** Right alone, wrong after the discussion. */
        public boolean spoiled() {
            return graded() && soloRight() && !lastRight();
        }
    }

    /** Whether a turn of the stage was taken. */
    public boolean has(Stage stage) {
        return (stages & 1 << RowText.code(stage)) != 0;
    }

    static int width(int agents) {
        return FIXED_BYTES + ANSWER_BYTES * agents;
    }

    ByteBuffer bytes() {
        ByteBuffer row = ByteBuffer.allocate(width(answers.size()));
        RowText.put(start, row);
        row.putLong(end);
        row.putInt(id.iteration()).putInt(id.question()).putInt(id.sample());
        row.putInt(question).putInt(family).putInt(level).putInt(protocol);
        row.putInt(turns).putInt(tokens);
        row.put(RowText.code(mode)).put(RowText.code(status)).put((byte) stages);
        for (Answered answer : answers) {
            row.put(answer.solo.map(RowText::code).orElse(NONE));
            row.put(answer.last.map(RowText::code).orElse(NONE));
            row.put((byte) answer.wrongStep.orElse(NONE));
        }
        return row.flip();
    }

    static DialogueRow read(ByteBuffer row) {
        LogPosition start = RowText.position(row);
        long end = row.getLong();
        DialogueId id = new DialogueId(row.getInt(), row.getInt(), row.getInt());
        int question = row.getInt();
        int family = row.getInt();
        int level = row.getInt();
        int protocol = row.getInt();
        int turns = row.getInt();
        int tokens = row.getInt();
        Mode mode = RowText.constant(Mode.class, row.get());
        DialogueStatus status = RowText.constant(DialogueStatus.class, row.get());
        int stages = row.get();
        List<Answered> answers = new ArrayList<>();
        while (row.hasRemaining()) {
            answers.add(new Answered(grade(row.get()), grade(row.get()), step(row.get())));
        }
        return new DialogueRow(
                start, end, id, question, family, level, protocol, mode, status, stages, turns,
                tokens, answers);
    }

    /** Only the id, to search by. */
    static DialogueId id(ByteBuffer row) {
        int at = row.position() + RowText.POSITION_BYTES + Long.BYTES;
        return new DialogueId(
                row.getInt(at), row.getInt(at + Integer.BYTES), row.getInt(at + 2 * Integer.BYTES));
    }

    private static Optional<Grade> grade(byte code) {
        return code == NONE ? Optional.empty() : Optional.of(RowText.constant(Grade.class, code));
    }

    private static OptionalInt step(byte code) {
        return code == NONE ? OptionalInt.empty() : OptionalInt.of(code);
    }
}
