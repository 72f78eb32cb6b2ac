package org.colloquy.log;

import java.io.IOException;
import org.colloquy.log.EventTypes.EventType;

/** An event's canonical JSON: {@code {"seq":N,"type":"turn-taken",...}}, without the hash. */
final class EventJson {

    private EventJson() {}

    static void write(long seq, InteractionEvent event, CanonicalJson json) {
        EventType<InteractionEvent> type = EventTypes.of(event);
        json.ascii("{\"seq\":");
        json.number(seq);
        json.ascii(",\"type\":\"");
        json.ascii(type.name());
        json.mark('"');
        type.shape().writeFields(event, json, true);
        json.mark('}');
    }

    /**
     * @throws LogException if the record is of an unknown type or out of order
     * @throws MalformedRecordException if it is not such JSON
     */
    static InteractionEvent read(long seq, byte[] bytes, int from, int length) throws IOException {
        try (JsonCursor json = new JsonCursor(bytes, from, length)) {
            json.openObject();
            json.field("seq");
            long found = json.longInteger();
            if (found != seq) {
                throw new LogException(new LogProblem.OutOfOrder(seq, found));
            }
            json.field("type");
            String name = json.string();
            EventType<?> type =
                    EventTypes.named(name)
                            .orElseThrow(
                                    () -> new LogException(new LogProblem.UnknownType(seq, name)));
            InteractionEvent event = type.shape().readFields(json);
            json.closeObject();
            json.end();
            return event;
        }
    }
}
