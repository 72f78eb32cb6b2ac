package org.colloquy.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a scenario file as text, refusing what no scenario is. */
final class SourceText {

    static final int MAX_BYTES = 1 << 20;

    private SourceText() {}

    /**
     * The file's text without a byte order mark.
     *
     * @throws ScenarioProblems if it is missing, not a plain file, too large, not UTF-8 or holds
     *     control characters
     */
    static String read(Path file) {
        Place start = new Place(file.toString(), 1, 1);
        if (!Files.exists(file)) {
            throw refusal(start, "no such file", "check the path");
        }
        if (Files.isDirectory(file)) {
            throw refusal(start, "is a folder", "name a scenario file in it");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException unreadable) {
            throw refusal(start, "cannot be read: " + unreadable, "check its permissions");
        }
        if (bytes.length > MAX_BYTES) {
            throw refusal(
                    start,
                    "is larger than " + MAX_BYTES + " bytes",
                    "move questions to a JSONL file and use 'copies' for many agents");
        }
        return decode(bytes, start);
    }

    private static String decode(byte[] bytes, Place start) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int octet = bytes[in.position()] & 0xFF;
            throw refusal(
                    placeOf(text, text.length(), start),
                    String.format("byte 0x%02X is not UTF-8", octet),
                    "save the file as UTF-8");
        }
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                throw refusal(
                        placeOf(text, index, start),
                        String.format("control character U+%04X", (int) c),
                        "remove it");
            }
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Place placeOf(String text, int index, Place start) {
        int line = (int) text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
        return new Place(start.source(), line, index - text.lastIndexOf('\n', index - 1));
    }

    private static ScenarioProblems refusal(Place place, String reason, String hint) {
        return Binder.refusal(place, reason, hint);
    }
}
