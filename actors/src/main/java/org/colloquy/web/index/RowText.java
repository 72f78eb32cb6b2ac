package org.colloquy.web.index;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.colloquy.log.LogDigest;
import org.colloquy.log.LogPosition;

/** How a row's parts are laid out in its bytes. */
final class RowText {

    /** Of a {@link LogPosition}. */
    static final int POSITION_BYTES = 2 * Long.BYTES + LogDigest.BYTES;

    private static final HexFormat HEX = HexFormat.of();

    private RowText() {}

    static void put(LogPosition position, ByteBuffer row) {
        row.putLong(position.seq()).putLong(position.offset());
        row.put(HEX.parseHex(position.digest().hex()));
    }

    static LogPosition position(ByteBuffer row) {
        long seq = row.getLong();
        long offset = row.getLong();
        byte[] digest = new byte[LogDigest.BYTES];
        row.get(digest);
        return new LogPosition(seq, offset, LogDigest.parse(HEX.formatHex(digest)));
    }

    /** An enum's constant as its place in the order of its constants. */
    static <E extends Enum<E>> byte code(E constant) {
        return (byte) List.of(constant.getDeclaringClass().getEnumConstants()).indexOf(constant);
    }

    static <E extends Enum<E>> E constant(Class<E> type, byte code) {
        return type.getEnumConstants()[code];
    }
}
