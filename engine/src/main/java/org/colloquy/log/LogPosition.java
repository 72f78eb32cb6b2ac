package org.colloquy.log;

/**
 * A place between two records of a log, from which it can be read on and still be checked.
 *
 * @param seq of the next record
 * @param offset of its first byte in the file
 * @param digest the running hash before it
 */
public record LogPosition(long seq, long offset, LogDigest digest) {

    /** Before the first record. */
    public static final LogPosition START = new LogPosition(0, 0, LogDigest.START);

    /** Behind a record. */
    public static LogPosition after(Recorded record) {
        return new LogPosition(record.seq() + 1, record.end(), record.digest());
    }
}
