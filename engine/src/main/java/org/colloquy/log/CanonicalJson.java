package org.colloquy.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the one JSON text of a value: no white space, UTF-8, only the escapes that JSON demands
 * (and unpaired surrogates), numbers as Java's shortest decimal that reads back to the same bits.
 */
final class CanonicalJson {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[4096];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** The bytes so far are the first {@link #length} of this array, until the next write. */
    byte[] array() {
        return bytes;
    }

    void mark(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void raw(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void number(long value) {
        ascii(Long.toString(value));
    }

    /**
     * @throws IllegalArgumentException if not finite
     */
    void number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the number " + value + " cannot be recorded");
        }
        ascii(Double.toString(value));
    }

    /**
     * @throws IllegalArgumentException if not finite
     */
    void number(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("the number " + value + " cannot be recorded");
        }
        ascii(Float.toString(value));
    }

    void string(String text) {
        mark('"');
        for (int i = plain(text, 0); i < text.length(); i = plain(text, i)) {
            i = other(text, i);
        }
        mark('"');
    }

    /** Writes the text from {@code from} up to a character that needs more than its byte. */
    private int plain(String text, int from) {
        reserve(text.length() - from);
        byte[] target = bytes;
        int at = length - from;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            target[at + i] = (byte) c;
        }
        length = at + i;
        return i;
    }

    /** Writes one character of any kind; the index of the next. */
    private int other(String text, int i) {
        char c = text.charAt(i);
        reserve(6);
        if (c < 0x80) {
            asciiCharacter(c);
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | c >> 6);
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else if (!Character.isSurrogate(c)) {
            bytes[length++] = (byte) (0xE0 | c >> 12);
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else if (Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
            supplementary(Character.toCodePoint(c, text.charAt(i + 1)));
            return i + 2;
        } else {
            escaped(c);
        }
        return i + 1;
    }

    private void asciiCharacter(char c) {
        switch (c) {
            case '"', '\\' -> shortEscape(c);
            case '\n' -> shortEscape('n');
            case '\r' -> shortEscape('r');
            case '\t' -> shortEscape('t');
            case '\b' -> shortEscape('b');
            case '\f' -> shortEscape('f');
            default -> {
                if (c < ' ') {
                    escaped(c);
                } else {
                    bytes[length++] = (byte) c;
                }
            }
        }
    }

    private void shortEscape(char letter) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) letter;
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 15];
        }
    }

    private void supplementary(int point) {
        bytes[length++] = (byte) (0xF0 | point >> 18);
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (point & 0x3F));
    }

    private void reserve(int more) {
        int needed = length + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > LogLimits.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "a record of more than " + LogLimits.MAX_RECORD_BYTES + " bytes");
        }
        bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
}
