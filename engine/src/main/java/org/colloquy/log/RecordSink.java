package org.colloquy.log;

import java.io.ByteArrayOutputStream;

/** Turns events into the bytes of one format. */
interface RecordSink {

    /** What the file starts with. */
    byte[] head();

    /** Appends the record; {@code canonical} holds the event's JSON, {@code digest} follows it. */
    void append(
            long seq,
            InteractionEvent event,
            CanonicalJson canonical,
            LogDigest digest,
            ByteArrayOutputStream out);
}
