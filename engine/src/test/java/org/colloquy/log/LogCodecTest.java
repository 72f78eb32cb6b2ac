package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogCodecTest {

    @TempDir Path folder;

    private static List<InteractionEvent> events() {
        return SampleLog.sections().stream().flatMap(List::stream).toList();
    }

    @Test
    void everyEventComesBackEqualInBothFormats() throws IOException {
        for (String name : List.of("a.jsonl", "a.klog")) {
            Path file = folder.resolve(name);
            SampleLog.write(file);
            assertEquals(
                    events(), LogReader.readAll(file).stream().map(Recorded::event).toList(), name);
        }
    }

    @Test
    void theSampleHoldsEveryTypeAndTheTableToo() {
        Set<Class<?>> declared =
                Arrays.stream(InteractionEvent.class.getPermittedSubclasses())
                        .collect(Collectors.toSet());
        assertEquals(declared, events().stream().map(Object::getClass).collect(Collectors.toSet()));
        assertEquals(
                declared,
                EventTypes.ALL.stream()
                        .map(EventTypes.EventType::type)
                        .collect(Collectors.toSet()));
        assertTrue(declared.stream().allMatch(type -> Modifier.isFinal(type.getModifiers())));
    }

    @Test
    void throughKryoAndBackTheLinesAreTheSameBytes() throws IOException {
        Path lines = folder.resolve("a.jsonl");
        SampleLog.write(lines);
        LogDigest digest = InteractionLog.convert(lines, folder.resolve("b.klog"));
        InteractionLog.convert(folder.resolve("b.klog"), folder.resolve("c.jsonl"));
        assertArrayEquals(Files.readAllBytes(lines), Files.readAllBytes(folder.resolve("c.jsonl")));
        assertEquals(digest, InteractionLog.check(lines).digest());
        assertEquals(InteractionLog.check(lines), InteractionLog.check(folder.resolve("b.klog")));
    }

    /** With nothing but the documented rule, so that other programs can check a log too. */
    @Test
    void theHashIsTheOneDocumented() throws Exception {
        Path lines = folder.resolve("a.jsonl");
        SampleLog.write(lines);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] hash = new byte[32];
        for (String line : Files.readAllLines(lines)) {
            String canonical = line.replaceFirst(",\"hash\":\"[0-9a-f]{64}\"}$", "}");
            sha256.update(hash);
            hash = sha256.digest(canonical.getBytes(StandardCharsets.UTF_8));
            assertTrue(
                    line.endsWith(",\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"}"), line);
        }
    }

    @Test
    void aLineReadsAsItShould() throws IOException {
        Path lines = folder.resolve("a.jsonl");
        SampleLog.write(lines);
        String estimated = Files.readAllLines(lines).get(2);
        assertEquals(
                "{\"seq\":2,\"type\":\"ability-estimated\",\"agent\":\"ada\",\"right\":1,"
                        + "\"asked\":1,\"ability\":0.30000000000000004,"
                        + "\"standardError\":4.9E-324,",
                estimated.substring(0, estimated.indexOf("\"hash\"")));
    }

    @Test
    void everyFiniteFloatKeepsItsBits() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat((int) CounterRandom.bits(17, i));
            if (!Float.isFinite(value)) {
                continue;
            }
            CanonicalJson json = new CanonicalJson();
            new TokenTraceShape().write(new TokenTrace(new int[] {1}, new float[] {value}), json);
            try (JsonCursor cursor = new JsonCursor(json.array(), 0, json.length())) {
                float back = new TokenTraceShape().read(cursor).logProbs()[0];
                assertEquals(
                        Float.floatToRawIntBits(value), Float.floatToRawIntBits(back), "" + value);
            }
        }
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        for (float value :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            TokenTrace trace = new TokenTrace(new int[] {1}, new float[] {value});
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new TokenTraceShape().write(trace, new CanonicalJson()));
        }
        assertThrows(IllegalArgumentException.class, () -> new CanonicalJson().number(Double.NaN));
    }

    @Test
    void everyStringSurvivesBothFormats() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 20; k++) {
                long bits = CounterRandom.bits(i, k);
                text.append((char) (bits % 3 == 0 ? bits & 0xFFFF : bits & 0x7F));
            }
            CanonicalJson json = new CanonicalJson();
            json.string(text.toString());
            try (JsonCursor cursor = new JsonCursor(json.array(), 0, json.length())) {
                assertEquals(text.toString(), cursor.string());
            }
        }
    }

    @Test
    void jsonTextIsOneObjectOnOneLine() {
        for (String bad :
                List.of("", "[]", "1", "{", "{}{}", "{} ", " {}", "{\n}", "{\"a\":NaN}")) {
            assertThrows(IllegalArgumentException.class, () -> new JsonText(bad), bad);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new JsonText("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
    }
}
