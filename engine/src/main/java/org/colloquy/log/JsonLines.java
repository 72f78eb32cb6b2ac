package org.colloquy.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The line form: the canonical JSON with one more field at its end, {@code hash}. */
final class JsonLines implements RecordSink {

    static final byte[] HASH_FIELD = ",\"hash\":\"".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LINE_END = "\"}\n".getBytes(StandardCharsets.US_ASCII);

    /** Length of all that follows the canonical JSON's last field, with the line end. */
    static final int TAIL_BYTES = HASH_FIELD.length + 2 * LogDigest.BYTES + LINE_END.length;

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public void append(
            long seq,
            InteractionEvent event,
            CanonicalJson canonical,
            LogDigest digest,
            ByteArrayOutputStream out) {
        out.write(canonical.array(), 0, canonical.length() - 1);
        out.writeBytes(HASH_FIELD);
        out.writeBytes(digest.hex().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(LINE_END);
    }
}
