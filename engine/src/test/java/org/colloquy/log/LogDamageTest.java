package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a log's bytes is found, and named. */
final class LogDamageTest {

    private static final List<String> NAMES = List.of("a.jsonl", "a.klog");

    @TempDir Path folder;

    private Path whole(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        SampleLog.write(file);
        return file;
    }

    private static LogReader reader(Path file, byte[] bytes) {
        return LogReader.over(LogFormat.of(file), new ByteArrayInputStream(bytes));
    }

    private static void assertFound(Path file, byte[] bytes, String what) throws IOException {
        try {
            InteractionLog.Check check = InteractionLog.check(reader(file, bytes));
            assertTrue(!check.ended(), what + " was not found");
        } catch (LogException e) {
            assertTrue(!e.problem().hint().isEmpty());
        }
    }

    @Test
    void everyFlippedByteIsFound() throws IOException {
        for (String name : NAMES) {
            Path file = whole(name);
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length; i++) {
                for (int mask : new int[] {1 << (i & 7), 0x20}) {
                    byte[] flipped = bytes.clone();
                    flipped[i] ^= (byte) mask;
                    assertFound(file, flipped, name + " byte " + i + " mask " + mask);
                }
            }
        }
    }

    @Test
    void aFlippedByteInTheMiddleIsNeverCutOff() throws IOException {
        for (String name : NAMES) {
            Path file = whole(name);
            byte[] bytes = Files.readAllBytes(file);
            List<Recorded> records = LogReader.readAll(file);
            long last = records.get(records.size() - 2).end();
            for (int i = 0; i < last; i += 3) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= 4;
                assertThrows(LogException.class, () -> LogRecovery.sound(reader(file, flipped)));
            }
            bytes[(int) last / 2] ^= 1;
            Files.write(file, bytes);
            assertThrows(LogException.class, () -> LogRecovery.recover(file, r -> {}));
            assertEquals(bytes.length, Files.size(file));
        }
    }

    @Test
    void everyDroppedDoubledOrSwappedRecordIsFound() throws IOException {
        for (String name : NAMES) {
            Path file = whole(name);
            byte[] bytes = Files.readAllBytes(file);
            List<byte[]> records = records(file, bytes);
            for (int i = 1; i < records.size(); i++) {
                List<byte[]> dropped = new ArrayList<>(records);
                dropped.remove(i);
                assertFound(file, joined(dropped), name + " without record " + i);
                List<byte[]> doubled = new ArrayList<>(records);
                doubled.add(i, records.get(i));
                assertFound(file, joined(doubled), name + " with record " + i + " twice");
                for (int k = i + 1; k < records.size(); k++) {
                    List<byte[]> swapped = new ArrayList<>(records);
                    Collections.swap(swapped, i, k);
                    assertFound(file, joined(swapped), name + " with " + i + " and " + k);
                }
            }
        }
    }

    @Test
    void problemsSayWhatAndWhere() throws IOException {
        Path file = whole("a.jsonl");
        List<byte[]> records = records(file, Files.readAllBytes(file));
        List<byte[]> dropped = new ArrayList<>(records);
        dropped.remove(6);
        Files.write(file, joined(dropped));
        LogException order = assertThrows(LogException.class, () -> InteractionLog.check(file));
        assertEquals(new LogProblem.OutOfOrder(5, 6), order.problem());
        assertEquals("record 6 stands where record 5 must", order.problem().sentence());

        LogException missing =
                assertThrows(
                        LogException.class,
                        () -> InteractionLog.check(folder.resolve("none.jsonl")));
        assertInstanceOf(LogProblem.Missing.class, missing.problem());
        assertThrows(
                IllegalArgumentException.class,
                () -> InteractionLog.check(folder.resolve("log.txt")));
    }

    /** The sample's records; the first element is what stands before record 0. */
    private static List<byte[]> records(Path file, byte[] bytes) throws IOException {
        List<byte[]> records = new ArrayList<>();
        long from = file.toString().endsWith(".klog") ? 12 : 0;
        records.add(Arrays.copyOf(bytes, (int) from));
        for (Recorded record : LogReader.readAll(file)) {
            records.add(Arrays.copyOfRange(bytes, (int) from, (int) record.end()));
            from = record.end();
        }
        return records;
    }

    private static byte[] joined(List<byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.forEach(out::writeBytes);
        return out.toByteArray();
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItIsRead() throws IOException {
        Path file = folder.resolve("a.jsonl");
        byte[] line = new byte[LogLimits.MAX_RECORD_BYTES + 1000];
        Arrays.fill(line, (byte) 'x');
        Files.write(file, line);
        assertInstanceOf(LogProblem.TooLong.class, problem(file));
    }

    @Test
    void hostileLinesAreRefused() throws IOException {
        Path file = folder.resolve("a.jsonl");
        for (String body :
                List.of(
                        "{\"seq\":0,\"type\":" + "[".repeat(100_000) + "}",
                        "{\"seq\":0,\"type\":\"nonsense\"}",
                        "{\"seq\":0,\"type\":\"run-ended\",\"dialogues\":1e999}",
                        "{\"seq\":0,\"type\":\"run-ended\",\"dialogues\":99999999999}",
                        "{\"seq\":0,\"seq\":0}",
                        "{\"seq\":0,\"type\":\"question-posed\",\"key\":\"0.00\"}",
                        "{\"seq\":0,\"type\":\"question-posed\",\"key\":\"x.y\"}",
                        "{\"seq\":0,\"type\":\"ability-estimated\",\"agent\":\"NO NAME\"}",
                        "{}",
                        "null")) {
            byte[] canonical = body.getBytes(StandardCharsets.UTF_8);
            LogDigest digest =
                    LogDigest.START.then(LogDigest.sha256(), canonical, 0, canonical.length);
            Files.writeString(
                    file, body.substring(0, body.length() - 1) + ",\"hash\":\"" + digest + "\"}\n");
            problem(file);
        }
    }

    @Test
    void hostileFramesAreRefusedWithoutAllocatingWhatTheyClaim() throws IOException {
        Path file = folder.resolve("a.klog");
        for (int type = 0; type < 40; type++) {
            for (int fill : new int[] {0xFF, 0x7F, 0x00}) {
                byte[] payload = new byte[200];
                Arrays.fill(payload, (byte) fill);
                payload[0] = 0;
                payload[33] = (byte) type;
                Files.write(file, framed(payload));
                problem(file);
            }
        }
        ByteBuffer huge = ByteBuffer.allocate(24).put(KryoFrames.fileHead());
        huge.putInt(Integer.MAX_VALUE).putInt(~Integer.MAX_VALUE).putInt(0);
        Files.write(file, huge.array());
        assertInstanceOf(LogProblem.TooLong.class, problem(file));
    }

    private static byte[] framed(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return ByteBuffer.allocate(24 + payload.length)
                .put(KryoFrames.fileHead())
                .putInt(payload.length)
                .putInt(~payload.length)
                .putInt((int) crc.getValue())
                .put(payload)
                .array();
    }

    private static LogProblem problem(Path file) {
        return assertThrows(LogException.class, () -> InteractionLog.check(file)).problem();
    }
}
