package org.colloquy.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the line form. The hash is taken over the very bytes of the file. */
final class JsonLinesSource implements RecordSource {

    private static final int MAX_LINE_BYTES = LogLimits.MAX_RECORD_BYTES + JsonLines.TAIL_BYTES;
    private static final byte[] SEQ_FIELD = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);

    private final ByteWindow window;
    private final MessageDigest sha256 = LogDigest.sha256();
    private LogDigest digest;
    private long seq;

    /** {@code in} starts at {@code from}. */
    JsonLinesSource(InputStream in, LogPosition from) {
        window = new ByteWindow(in, MAX_LINE_BYTES, from.offset());
        digest = from.digest();
        seq = from.seq();
    }

    @Override
    public Optional<Recorded> next() throws IOException {
        int length = lineLength();
        if (length == 0) {
            return Optional.empty();
        }
        byte[] bytes = window.array();
        int start = window.start();
        int canonicalEnd = start + length - JsonLines.TAIL_BYTES;
        if (canonicalEnd <= start || !hasTail(bytes, canonicalEnd)) {
            throw unsound("its line does not end in its hash");
        }
        bytes[canonicalEnd] = '}';
        int canonicalLength = canonicalEnd + 1 - start;
        LogDigest next = digest.then(sha256, bytes, start, canonicalLength);
        byte[] hex = next.hex().getBytes(StandardCharsets.US_ASCII);
        int hexStart = canonicalEnd + JsonLines.HASH_FIELD.length;
        if (!Arrays.equals(hex, 0, hex.length, bytes, hexStart, hexStart + hex.length)) {
            throw unsound("its running hash does not fit");
        }
        InteractionEvent event = event(bytes, start, canonicalLength);
        window.advance(length);
        digest = next;
        return Optional.of(new Recorded(seq++, event, digest, window.offset()));
    }

    private InteractionEvent event(byte[] bytes, int start, int length) throws IOException {
        try {
            return EventJson.read(seq, bytes, start, length);
        } catch (MalformedRecordException e) {
            throw new LogException(
                    new LogProblem.Malformed(seq, String.valueOf(e.getMessage())), e);
        }
    }

    /** Bytes of the next line with its end; 0 at the end of the file. */
    private int lineLength() throws IOException {
        int looked = 0;
        while (true) {
            byte[] bytes = window.array();
            for (int i = window.start() + looked; i < window.start() + window.available(); i++) {
                if (bytes[i] == '\n') {
                    return i + 1 - window.start();
                }
            }
            looked = window.available();
            if (looked >= MAX_LINE_BYTES) {
                throw new LogException(new LogProblem.TooLong(seq, window.offset(), looked));
            }
            if (!window.more()) {
                if (looked > 0) {
                    throw new LogException(new LogProblem.Torn(seq, window.offset(), looked));
                }
                return 0;
            }
        }
    }

    private static boolean hasTail(byte[] bytes, int canonicalEnd) {
        byte[] field = JsonLines.HASH_FIELD;
        byte[] end = JsonLines.LINE_END;
        int hexEnd = canonicalEnd + field.length + 2 * LogDigest.BYTES;
        return Arrays.equals(
                        field, 0, field.length, bytes, canonicalEnd, canonicalEnd + field.length)
                && Arrays.equals(end, 0, end.length, bytes, hexEnd, hexEnd + end.length);
    }

    /** Names the misplaced record where the line still says which it is. */
    private LogException unsound(String detail) {
        OptionalLong found = statedSeq();
        if (found.isPresent() && found.getAsLong() != seq) {
            return new LogException(new LogProblem.OutOfOrder(seq, found.getAsLong()));
        }
        return new LogException(new LogProblem.Altered(seq, window.offset(), detail));
    }

    private OptionalLong statedSeq() {
        byte[] bytes = window.array();
        int at = window.start() + SEQ_FIELD.length;
        int end = Math.min(at + 18, window.start() + window.available());
        if (at >= end
                || !Arrays.equals(SEQ_FIELD, 0, SEQ_FIELD.length, bytes, window.start(), at)) {
            return OptionalLong.empty();
        }
        long value = 0;
        int digits = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++, digits++) {
            value = 10 * value + bytes[at] - '0';
        }
        return digits > 0 && at < end && bytes[at] == ','
                ? OptionalLong.of(value)
                : OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
