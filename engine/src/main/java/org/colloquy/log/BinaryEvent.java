package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.colloquy.log.EventTypes.EventType;

/**
 * One event in the log's binary form, without a frame, a sequence number or a hash: for those who
 * carry events to where they are recorded.
 */
public final class BinaryEvent {

    private BinaryEvent() {}

    public static void write(InteractionEvent event, Output out) {
        EventType<InteractionEvent> type = EventTypes.of(event);
        out.writeVarInt(type.number(), true);
        type.shape().write(event, out);
    }

    /**
     * Reads what {@link #write} wrote. No length within is believed beyond the bytes that {@code
     * in} holds.
     *
     * @param in over a buffer that holds the whole event
     * @throws IllegalArgumentException if the bytes are no event
     */
    public static InteractionEvent read(Input in) {
        int number = in.readVarInt(true);
        if (number < 0 || number >= EventTypes.ALL.size()) {
            throw new IllegalArgumentException(
                    "event type " + Integer.toUnsignedString(number) + " is not known");
        }
        EventType<?> type = EventTypes.ALL.get(number);
        try {
            return type.shape().read(in);
        } catch (MalformedRecordException e) {
            throw new IllegalArgumentException(
                    type.name() + ": " + String.valueOf(e.getMessage()), e);
        }
    }

    /** What the binary form of all events looks like, for comparing one build's with another's. */
    public static String form() {
        StringBuilder form = new StringBuilder();
        EventTypes.ALL.forEach(
                type -> form.append(type.name()).append(type.shape().form()).append(';'));
        return form.toString();
    }
}
