package org.colloquy.log;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads the binary form; the running hash is that of the event's canonical JSON. */
final class KryoSource implements RecordSource {

    /** Binary text may take more room than its JSON: up to three bytes a character for two. */
    private static final int MAX_PAYLOAD_BYTES = 2 * LogLimits.MAX_RECORD_BYTES;

    private static final int MAX_WINDOW_BYTES = MAX_PAYLOAD_BYTES + KryoFrames.FRAME_HEAD_BYTES;

    /** Fewer zeros at the file's end may be a record's own. */
    private static final int LEAST_ZEROS = 8;

    /** Kryo writes a class's number with this added. */
    private static final int KRYO_OFFSET = 2;

    private final ByteWindow window;
    private final Kryo kryo = KryoFrames.kryo();
    private final Input input = new Input(new byte[0]);
    private final CanonicalJson canonical = new CanonicalJson();
    private final MessageDigest sha256 = LogDigest.sha256();
    private final CRC32C crc = new CRC32C();
    private LogDigest digest;
    private boolean headRead;
    private long seq;

    /** {@code in} starts at {@code from}; only the very start has the file's head before it. */
    KryoSource(InputStream in, LogPosition from) {
        window = new ByteWindow(in, MAX_WINDOW_BYTES, from.offset());
        digest = from.digest();
        seq = from.seq();
        headRead = from.offset() > 0;
    }

    @Override
    public Optional<Recorded> next() throws IOException {
        if (!headRead && !readHead()) {
            return Optional.empty();
        }
        int length = payloadLength();
        if (length == 0) {
            return Optional.empty();
        }
        int start = window.start() + KryoFrames.FRAME_HEAD_BYTES;
        byte[] bytes = window.array();
        crc.reset();
        crc.update(bytes, start, length);
        if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(start - Integer.BYTES)) {
            throw zeroFromBefore(KryoFrames.FRAME_HEAD_BYTES + length)
                    ? torn()
                    : altered("its checksum does not fit");
        }
        input.setBuffer(bytes, start, length);
        InteractionEvent event = event(start, length);
        window.advance(KryoFrames.FRAME_HEAD_BYTES + length);
        return Optional.of(new Recorded(seq++, event, digest, window.offset()));
    }

    private InteractionEvent event(int start, int length) throws IOException {
        try {
            long found = input.readVarLong(true);
            LogDigest stated = LogDigest.copyOf(input.readBytes(LogDigest.BYTES), 0);
            if (found != seq) {
                throw new LogException(new LogProblem.OutOfOrder(seq, found));
            }
            InteractionEvent event = kryo.readObject(input, eventType());
            if (input.position() != start + length) {
                throw new LogException(new LogProblem.Malformed(seq, "bytes after its end"));
            }
            canonical.clear();
            EventJson.write(seq, event, canonical);
            LogDigest next = digest.then(sha256, canonical.array(), 0, canonical.length());
            if (!next.equals(stated)) {
                throw altered("its running hash does not fit");
            }
            digest = next;
            return event;
        } catch (MalformedRecordException | KryoException | IllegalArgumentException e) {
            throw new LogException(
                    new LogProblem.Malformed(seq, String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Only events, by their number: not Kryo's own types, whose lengths nobody bounds, and no class
     * by its name, which Kryo's own reading of a class would load.
     */
    private Class<? extends InteractionEvent> eventType() throws IOException {
        Registration registration = kryo.getRegistration(input.readVarInt(true) - KRYO_OFFSET);
        Class<?> type = registration == null ? Object.class : registration.getType();
        if (!InteractionEvent.class.isAssignableFrom(type)) {
            throw new LogException(new LogProblem.UnknownType(seq, type.getSimpleName()));
        }
        return type.asSubclass(InteractionEvent.class);
    }

    private boolean readHead() throws IOException {
        byte[] head = KryoFrames.fileHead();
        if (!window.need(head.length)) {
            if (window.available() > 0) {
                throw new LogException(new LogProblem.Torn(0, 0, window.available()));
            }
            return false;
        }
        int start = window.start();
        if (!Arrays.equals(head, 0, head.length, window.array(), start, start + head.length)) {
            throw new LogException(
                    new LogProblem.WrongFormat("the file does not start as a .klog of version 1"));
        }
        window.advance(head.length);
        headRead = true;
        return true;
    }

    /** Length of the next payload, which then lies in the window; 0 at the end of the file. */
    private int payloadLength() throws IOException {
        if (!window.need(KryoFrames.FRAME_HEAD_BYTES)) {
            if (window.available() > 0) {
                throw torn();
            }
            return 0;
        }
        ByteBuffer head = ByteBuffer.wrap(window.array());
        int length = head.getInt(window.start());
        if (head.getInt(window.start() + Integer.BYTES) != ~length) {
            throw zeroFromBefore(KryoFrames.FRAME_HEAD_BYTES)
                    ? torn()
                    : altered("its length is damaged");
        }
        if (length <= 0 || length > MAX_PAYLOAD_BYTES) {
            throw new LogException(
                    new LogProblem.TooLong(seq, window.offset(), Integer.toUnsignedLong(length)));
        }
        if (!window.need(KryoFrames.FRAME_HEAD_BYTES + length)) {
            throw torn();
        }
        return length;
    }

    /**
     * Whether the file ends in zeros that begin within the next so many bytes: after a loss of
     * power a file can be longer than what was written to it.
     */
    private boolean zeroFromBefore(int count) throws IOException {
        while (window.more()) {
            continue;
        }
        int end = window.start() + window.available();
        int zeros = end;
        while (zeros > window.start() && window.array()[zeros - 1] == 0) {
            zeros--;
        }
        boolean wholeFile = window.available() < MAX_WINDOW_BYTES;
        return wholeFile && end - zeros >= LEAST_ZEROS && zeros < window.start() + count;
    }

    private LogException torn() {
        return new LogException(new LogProblem.Torn(seq, window.offset(), window.available()));
    }

    private LogException altered(String detail) {
        return new LogException(new LogProblem.Altered(seq, window.offset(), detail));
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
