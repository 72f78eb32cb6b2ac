package org.colloquy.log;

/**
 * An event as it stands in a log.
 *
 * @param seq from 0, without gaps
 * @param digest the running hash after it
 * @param end offset of the byte behind its record in the file
 */
public record Recorded(long seq, InteractionEvent event, LogDigest digest, long end) {}
