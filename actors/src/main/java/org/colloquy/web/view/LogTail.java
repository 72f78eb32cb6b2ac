package org.colloquy.web.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The last record of a log in JSON Lines, read from the file's end and not checked. */
final class LogTail {

    private static final int MAX_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogTail() {}

    /** The run's end; empty if the log does not end in one. */
    static Optional<JsonNode> runEnded(Path log) throws IOException {
        ByteBuffer tail;
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long size = channel.size();
            tail = ByteBuffer.allocate((int) Math.min(size, MAX_BYTES));
            long from = size - tail.capacity();
            while (tail.hasRemaining()) {
                if (channel.read(tail, from + tail.position()) < 0) {
                    return Optional.empty();
                }
            }
        }
        String text = new String(tail.array(), StandardCharsets.UTF_8);
        if (!text.endsWith("\n")) {
            return Optional.empty();
        }
        String line = text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
        try {
            return Optional.of(JSON.readTree(line))
                    .filter(record -> record.path("type").asText().equals("run-ended"));
        } catch (JsonProcessingException cut) {
            return Optional.empty();
        }
    }
}
