package org.colloquy.log;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.colloquy.log.EventTypes.EventType;

/**
 * The binary form: a head of eight bytes of magic and the version, then frames. A frame is the
 * payload's length, the length's complement and the payload's CRC-32C, four bytes each, high byte
 * first, then the payload: the sequence number, the running hash and the event. The complement
 * tells a damaged length from a torn frame; the CRC finds changed bits that decode to equal values.
 */
final class KryoFrames implements RecordSink {

    static final int FRAME_HEAD_BYTES = 12;

    /** The running hash and the longest sequence number. */
    static final int ENVELOPE_BYTES = LogDigest.BYTES + 9;

    private static final byte[] HEAD =
            ByteBuffer.allocate(12)
                    .put("COLLOQUY".getBytes(StandardCharsets.US_ASCII))
                    .putInt(1)
                    .array();

    /** Numbers below are Kryo's own primitives. */
    private static final int FIRST_EVENT = 16;

    private final Kryo kryo = kryo();
    private final Output output = new Output(4096, 2 * LogLimits.MAX_RECORD_BYTES);

    /** A Kryo that knows the events and nothing else. */
    static Kryo kryo() {
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        for (EventType<?> type : EventTypes.ALL) {
            register(kryo, type);
        }
        return kryo;
    }

    private static <E extends InteractionEvent> void register(Kryo kryo, EventType<E> type) {
        RecordShape<E> shape = type.shape();
        kryo.register(
                type.type(),
                new Serializer<E>(false, true) {
                    @Override
                    public void write(Kryo kryo, Output out, E event) {
                        shape.write(event, out);
                    }

                    @Override
                    public E read(Kryo kryo, Input in, Class<? extends E> type) {
                        return shape.read(in);
                    }
                },
                FIRST_EVENT + type.number());
    }

    static byte[] fileHead() {
        return HEAD.clone();
    }

    @Override
    public byte[] head() {
        return fileHead();
    }

    @Override
    public void append(
            long seq,
            InteractionEvent event,
            CanonicalJson canonical,
            LogDigest digest,
            ByteArrayOutputStream out) {
        output.reset();
        output.writeVarLong(seq, true);
        output.writeBytes(digest.bytes());
        kryo.writeClassAndObject(output, event);
        byte[] payload = output.getBuffer();
        int length = output.position();
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, length);
        out.writeBytes(
                ByteBuffer.allocate(FRAME_HEAD_BYTES)
                        .putInt(length)
                        .putInt(~length)
                        .putInt((int) crc.getValue())
                        .array());
        out.write(payload, 0, length);
    }
}
