package org.colloquy.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A window of bounded size over a file's bytes, moved forward by its reader. */
final class ByteWindow implements AutoCloseable {

    private static final int FIRST_BYTES = 1 << 16;

    private final InputStream in;
    private final int most;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int from;
    private int to;
    private long passed;

    /** {@code offset} is the place of the stream's first byte in its file. */
    ByteWindow(InputStream in, int most, long offset) {
        this.in = in;
        this.most = most;
        passed = offset;
    }

    /** The window is {@link #available} bytes of this array from {@link #start}. */
    byte[] array() {
        return bytes;
    }

    int start() {
        return from;
    }

    int available() {
        return to - from;
    }

    /** The file offset of the window's first byte. */
    long offset() {
        return passed;
    }

    /** Reads more of the file; false at its end, or if the window has its greatest size. */
    boolean more() throws IOException {
        if (available() >= most) {
            return false;
        }
        if (from > 0 && to == bytes.length) {
            System.arraycopy(bytes, from, bytes, 0, available());
            to -= from;
            from = 0;
        }
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * bytes.length));
        }
        int count = in.read(bytes, to, bytes.length - to);
        to += Math.max(count, 0);
        return count > 0;
    }

    /** Reads until so many bytes are there; false if the file or the window ends before. */
    boolean need(int count) throws IOException {
        while (available() < count) {
            if (!more()) {
                return false;
            }
        }
        return true;
    }

    void advance(int count) {
        from += count;
        passed += count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
