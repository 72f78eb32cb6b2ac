package org.colloquy.log;

import java.io.IOException;
import java.util.Optional;

/** The records of one file, in order, each checked against the running hash. */
interface RecordSource extends AutoCloseable {

    /**
     * The next record; empty at the end of the file.
     *
     * @throws LogException at the first record that is not sound
     */
    Optional<Recorded> next() throws IOException;

    @Override
    void close() throws IOException;
}
