package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    private static final float[] MATRIX = {1, -2, 3.5f, Float.MIN_VALUE, -0f, 1e30f};

    @TempDir Path folder;

    private static byte[] sample() {
        return Safetensors.bytes(
                List.of(
                        new Safetensors.Named("b", List.of(2, 3), MATRIX),
                        new Safetensors.Named("a", List.of(1), new float[] {7})));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("t.safetensors");
        Files.write(file, sample());
        try (Safetensors tensors = Safetensors.open(file)) {
            assertEquals(List.of("a", "b"), tensors.names());
            assertArrayEquals(MATRIX, tensors.floats("b", List.of(2, 3)));
            assertArrayEquals(new float[] {7}, tensors.floats("a", List.of(1)));
            assertEquals(64, tensors.sha256().length());
        }
        assertArrayEquals(sample(), sample());
        assertEquals(0, ByteBuffer.wrap(sample()).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
    }

    @Test
    void everyTruncationIsAnError() {
        byte[] whole = sample();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(ModelFileException.class, () -> Safetensors.of("cut", cut));
        }
    }

    @Test
    void damageNeverEscapesAsAnythingElse() throws IOException {
        byte[] whole = sample();
        long key = CounterRandom.key(1, "damage");
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            damaged[CounterRandom.below(key, 2L * i, whole.length)] =
                    (byte) CounterRandom.bits(key, 2L * i + 1);
            try (Safetensors tensors = Safetensors.of("damaged", damaged)) {
                tensors.floats("b", List.of(2, 3));
            } catch (ModelFileException named) {
                assertTrue(named.getMessage().startsWith("damaged: "), named.getMessage());
            }
        }
    }

    @Test
    void wrongTypeShapeAndNameNameTheTensor() throws IOException {
        try (Safetensors tensors = Safetensors.of("file", sample())) {
            assertMessage("b has shape [2, 3], but", () -> tensors.floats("b", List.of(3, 2)));
            assertMessage("no tensor named c", () -> tensors.floats("c", List.of(1)));
        }
        byte[] eighth =
                file("{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4);
        try (Safetensors tensors = Safetensors.of("file", eighth)) {
            assertMessage("w is of type F8_E4M3", () -> tensors.floats("w", List.of(4)));
        }
    }

    @Test
    void halvesOfBothKindsBecomeTheFloatsThatTheyStandFor() throws IOException {
        String header = "{\"w\":{\"dtype\":\"%s\",\"shape\":[4],\"data_offsets\":[0,8]}}";
        short[] halves = {0x3C00, (short) 0xC100, 0x0001, 0x7BFF};
        assertArrayEquals(
                new float[] {1, -2.5f, 0x1p-24f, 65504}, read(header.formatted("F16"), halves));
        short[] brain = {0x3F80, (short) 0xC020, 0x0001, 0x7F7F};
        assertArrayEquals(
                new float[] {1, -2.5f, 0x1p-133f, 0x1.fep127f},
                read(header.formatted("BF16"), brain));
        String tooShort = "{\"w\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,16]}}";
        assertRefused("needs 8 bytes, but has 16", file(tooShort, 16));
    }

    private static float[] read(String header, short[] values) throws IOException {
        byte[] content = file(header, values.length * Short.BYTES);
        ByteBuffer.wrap(content, content.length - values.length * Short.BYTES, 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .put(values);
        try (Safetensors tensors = Safetensors.of("file", content)) {
            return tensors.floats("w", List.of(values.length));
        }
    }

    @Test
    void headersThatLieAreNamed() {
        String w = "{\"w\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}";
        assertRefused("needs 8 bytes, but has 4", file(w.formatted("[2]", "[0,4]"), 4));
        assertRefused("should be bytes 0 to 8", file(w.formatted("[2]", "[0,8]"), 4));
        assertRefused("gap at byte 0", file(w.formatted("[1]", "[4,8]"), 8));
        assertRefused("end at byte 4", file(w.formatted("[1]", "[0,4]"), 8));
        assertRefused("impossible shape", file(w.formatted("[4611686018427387904,4]", "[0,4]"), 4));
        assertRefused("lacks dtype", file("{\"w\":3}", 0));
        assertRefused("malformed header", file("{\"w\":", 0));
        assertRefused("malformed header", file("{\"w\":1,\"w\":1}", 0));
        assertRefused("header length", ByteBuffer.allocate(16).putLong(0, -1).array());
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static void assertRefused(String part, byte[] content) {
        assertMessage(part, () -> Safetensors.of("file", content));
    }

    private static void assertMessage(String part, Executable action) {
        String message = assertThrows(ModelFileException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
