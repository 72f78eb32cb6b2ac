package org.colloquy.web.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of one width in a file, so that a table of any length takes a bounded part of memory: one
 * thread appends, any number read what was flushed.
 */
final class RowFile implements AutoCloseable {

    private static final int BLOCK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final int width;
    private final int blockRows;
    private final ByteBuffer tail;
    private long flushed;

    private RowFile(FileChannel channel, int width, long rows) {
        this.channel = channel;
        this.width = width;
        blockRows = Math.max(1, BLOCK_BYTES / width);
        tail = ByteBuffer.allocate(blockRows * width);
        flushed = rows;
    }

    /** Sees one row, which is only valid during the call; false ends the scan. */
    @FunctionalInterface
    interface RowVisitor {
        boolean visit(long index, ByteBuffer row) throws IOException;
    }

    /** Opens or makes the file, cut to its first {@code rows} rows. */
    static RowFile open(Path file, int width, long rows) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (channel.size() < rows * width) {
            channel.close();
            throw new EOFException(file + " is shorter than its " + rows + " rows");
        }
        channel.truncate(rows * width);
        return new RowFile(channel, width, rows);
    }

    int width() {
        return width;
    }

    /** All rows, flushed or not. */
    long rows() {
        return flushed + tail.position() / width;
    }

    void append(ByteBuffer row) throws IOException {
        if (tail.remaining() < width) {
            flush();
        }
        tail.put(row);
    }

    /** Replaces a row; what was appended before is flushed. */
    void replace(long index, ByteBuffer row) throws IOException {
        flush();
        write(row, index * width);
    }

    /** After this readers see all rows. */
    void flush() throws IOException {
        tail.flip();
        int rows = tail.remaining() / width;
        write(tail, flushed * width);
        tail.clear();
        flushed += rows;
    }

    void truncate() throws IOException {
        tail.clear();
        channel.truncate(0);
        flushed = 0;
    }

    /** A flushed row. */
    ByteBuffer row(long index) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(width);
        read(row, index * width);
        return row.flip();
    }

    /** Visits flushed rows from {@code from}, below {@code to}, in order. */
    void scan(long from, long to, RowVisitor visitor) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(blockRows * width);
        for (long at = from; at < to; at += blockRows) {
            int count = (int) Math.min(blockRows, to - at);
            block.clear().limit(count * width);
            read(block, at * width);
            for (int i = 0; i < count; i++) {
                if (!visitor.visit(at + i, block.slice(i * width, width))) {
                    return;
                }
            }
        }
    }

    /** The same from the last row to the first. */
    void scanBack(long from, long to, RowVisitor visitor) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(blockRows * width);
        for (long end = to; end > from; end -= blockRows) {
            long at = Math.max(from, end - blockRows);
            int count = (int) (end - at);
            block.clear().limit(count * width);
            read(block, at * width);
            for (int i = count - 1; i >= 0; i--) {
                if (!visitor.visit(at + i, block.slice(i * width, width))) {
                    return;
                }
            }
        }
    }

    void force() throws IOException {
        flush();
        channel.force(false);
    }

    private void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("the index was built anew meanwhile; ask again");
            }
            at += count;
        }
    }

    private void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
