package org.colloquy.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The running hash of a log up to some record: {@code h(n) = SHA-256(h(n-1) || canonical JSON of
 * record n without its hash)}, from 32 zero bytes. The last record's is the run's digest; it is the
 * same in both formats.
 */
public final class LogDigest {

    public static final int BYTES = 32;

    /** Before the first record. */
    public static final LogDigest START = new LogDigest(new byte[BYTES]);

    private final byte[] hash;

    private LogDigest(byte[] hash) {
        this.hash = hash;
    }

    /**
     * The digest that {@link #hex} wrote.
     *
     * @throws IllegalArgumentException if it is not 64 hexadecimal digits in lower case
     */
    public static LogDigest parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.equals(hex.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("'" + hex + "' is no SHA-256 in hexadecimal");
        }
        return new LogDigest(HexFormat.of().parseHex(hex));
    }

    static LogDigest copyOf(byte[] source, int from) {
        return new LogDigest(Arrays.copyOfRange(source, from, from + BYTES));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest after one more record. */
    LogDigest then(MessageDigest sha256, byte[] canonical, int from, int length) {
        sha256.update(hash);
        sha256.update(canonical, from, length);
        return new LogDigest(sha256.digest());
    }

    byte[] bytes() {
        return hash.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogDigest that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return hex();
    }
}
