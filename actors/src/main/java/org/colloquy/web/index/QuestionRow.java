package org.colloquy.web.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.colloquy.dialogue.Mode;
import org.colloquy.log.LogPosition;
import org.colloquy.log.QuestionKey;

/**
 * What a picture says of a question, and where the log has the rest.
 *
 * @param start of its preamble
 * @param idHash of the question's own id, by which two runs are matched
 * @param family index among the run's families
 * @param firstDialogue row of its first dialogue
 * @param firstVisit row of the same question's first visit in the iteration; its own, if this is it
 * @param scores where its scored groups start; empty if there are none yet
 */
public record QuestionRow(
        LogPosition start,
        QuestionKey key,
        long idHash,
        int family,
        int level,
        double difficulty,
        double pooled,
        Mode mode,
        int firstDialogue,
        int firstVisit,
        Optional<LogPosition> scores) {

    static final int WIDTH =
            2 * RowText.POSITION_BYTES + 6 * Integer.BYTES + Long.BYTES + 2 * Double.BYTES + 2;

    /** Two checks over an id: unequal ids are as good as never equal under both. */
    public static long hash(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue() << Integer.SIZE | Integer.toUnsignedLong(id.hashCode());
    }

    QuestionRow scored(LogPosition at) {
        return new QuestionRow(
                start,
                key,
                idHash,
                family,
                level,
                difficulty,
                pooled,
                mode,
                firstDialogue,
                firstVisit,
                Optional.of(at));
    }

    ByteBuffer bytes() {
        ByteBuffer row = ByteBuffer.allocate(WIDTH);
        RowText.put(start, row);
        row.putInt(key.iteration()).putInt(key.question()).putLong(idHash);
        row.putInt(family).putInt(level).putDouble(difficulty).putDouble(pooled);
        row.put(RowText.code(mode)).putInt(firstDialogue).putInt(firstVisit);
        row.put((byte) (scores.isPresent() ? 1 : 0));
        RowText.put(scores.orElse(LogPosition.START), row);
        return row.flip();
    }

    static QuestionRow read(ByteBuffer row) {
        LogPosition start = RowText.position(row);
        QuestionKey key = new QuestionKey(row.getInt(), row.getInt());
        long idHash = row.getLong();
        int family = row.getInt();
        int level = row.getInt();
        double difficulty = row.getDouble();
        double pooled = row.getDouble();
        Mode mode = RowText.constant(Mode.class, row.get());
        int firstDialogue = row.getInt();
        int firstVisit = row.getInt();
        boolean scored = row.get() == 1;
        LogPosition scores = RowText.position(row);
        return new QuestionRow(
                start,
                key,
                idHash,
                family,
                level,
                difficulty,
                pooled,
                mode,
                firstDialogue,
                firstVisit,
                scored ? Optional.of(scores) : Optional.empty());
    }
}
