package org.colloquy.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.io.Output;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.colloquy.wire.SampleMessages.Raw;
import org.colloquy.wire.SampleMessages.Sample;
import org.junit.jupiter.api.Test;

/** What goes in comes out; what nobody wrote is refused by name. */
final class WireSerializerTest {

    private static final int FUZZED = 60_000;

    /** For a message, its objects and an exception with its trace. */
    private static final long FIXED_BYTES = 256 << 10;

    private static final long BYTES_FOR_A_BYTE = 256;

    private final WireForm form = form(List.of(Sample.class));
    private final WireSerializer serializer = new WireSerializer(form);

    private static WireForm form(List<Class<? extends WireMessage>> roots) {
        return new WireForm(
                roots,
                new Codecs(
                        new RefCodec(
                                () -> {
                                    throw new IllegalArgumentException("no actor system here");
                                })));
    }

    @Test
    void everyMessageComesBackAsItWas() throws WireException {
        for (Sample message : SampleMessages.all()) {
            byte[] bytes = serializer.toBinary(message);
            assertEquals(message, serializer.fromBinary(bytes, serializer.manifest(message)));
        }
    }

    @Test
    void arraysComeBackAsTheyWere() throws WireException {
        Raw raw = new Raw(new byte[] {-1, 0, 1}, new int[] {-5}, new float[] {1.5f, Float.NaN});
        Raw back = (Raw) serializer.fromBinary(serializer.toBinary(raw), form.name());
        assertArrayEquals(raw.bytes(), back.bytes());
        assertArrayEquals(raw.ints(), back.ints());
        assertArrayEquals(raw.floats(), back.floats());
    }

    @Test
    void anotherFormIsRefusedWithBothNames() {
        byte[] bytes = serializer.toBinary(new SampleMessages.Bare());
        WireException refusal =
                assertThrows(WireException.class, () -> serializer.fromBinary(bytes, "2.00000000"));
        assertTrue(refusal.getMessage().contains("2.00000000"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(form.name()), refusal.getMessage());
    }

    /** The same records but for one component. */
    @Test
    void aChangedRecordIsAnotherForm() {
        assertEquals(form.name(), form(List.of(Sample.class)).name());
        assertTrue(!form.name().equals(form(List.of(SampleMessages.Bare.class)).name()));
    }

    private record Unregistered(int value) implements WireMessage {}

    /** A type that holds itself would let a message be as deep as it likes. */
    public record Endless(List<Endless> more) implements WireMessage {}

    /** A type that says nothing of what it holds. */
    public record Anything(Object what) implements WireMessage {}

    @Test
    void aClassThatIsNotRegisteredIsNotSent() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> serializer.toBinary(new Unregistered(1)));
        assertTrue(refusal.getMessage().contains("Unregistered"), refusal.getMessage());
    }

    @Test
    void typesThatCannotBeBoundedAreNotRegistered() {
        assertThrows(IllegalArgumentException.class, () -> form(List.of(Endless.class)));
        assertThrows(IllegalArgumentException.class, () -> form(List.of(Anything.class)));
        assertThrows(IllegalArgumentException.class, () -> form(List.of(Unregistered.class)));
    }

    @Test
    void aClassThatIsNotKnownIsRefused() {
        for (int number : new int[] {0, 1, 2, 9, 15, 99, 1 << 20}) {
            Output out = new Output(64);
            out.writeVarInt(number, true);
            out.writeString("java.lang.Runtime");
            refused(out.toBytes());
        }
    }

    @Test
    void everyCutAndEveryTailIsRefused() {
        for (Sample message : SampleMessages.all()) {
            byte[] bytes = serializer.toBinary(message);
            for (int length = 0; length < bytes.length; length++) {
                refused(Arrays.copyOf(bytes, length));
            }
            refused(Arrays.copyOf(bytes, bytes.length + 1));
        }
    }

    @Test
    void aMessageBeyondTheLimitIsNeitherSentNorRead() {
        Raw huge = new Raw(new byte[WireSerializer.MAX_BYTES], new int[0], new float[0]);
        assertThrows(IllegalArgumentException.class, () -> serializer.toBinary(huge));
        refused(new byte[WireSerializer.MAX_BYTES + 1]);
    }

    /** Any bytes: a message or a named refusal, and memory in proportion to the bytes. */
    @Test
    void anyBytesGiveAMessageOrARefusal() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SplittableRandom random = new SplittableRandom(5);
        List<byte[]> valid = SampleMessages.all().stream().map(serializer::toBinary).toList();
        int messages = 0;
        for (int round = 0; round < FUZZED; round++) {
            byte[] bytes = fuzzed(valid, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            messages += isMessage(bytes) ? 1 : 0;
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            long allowed = FIXED_BYTES + BYTES_FOR_A_BYTE * bytes.length;
            if (allocated > allowed) { // the first time the JVM itself may link and compile
                before = threads.getCurrentThreadAllocatedBytes();
                isMessage(bytes);
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertTrue(allocated <= allowed, round + " took " + allocated + " bytes");
        }
        assertTrue(messages > 0 && messages < FUZZED, "read " + messages);
    }

    private boolean isMessage(byte[] bytes) {
        try {
            serializer.fromBinary(bytes, form.name());
            return true;
        } catch (WireException refusal) {
            assertTrue(refusal.getMessage().startsWith("malformed message of"));
            return false;
        }
    }

    private static byte[] fuzzed(List<byte[]> valid, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (16 + random.nextInt(8)); // past the test of its type
            }
            return noise;
        }
        byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private void refused(byte[] bytes) {
        WireException refusal =
                assertThrows(WireException.class, () -> serializer.fromBinary(bytes, form.name()));
        assertTrue(refusal.getMessage().contains("message of"), refusal.getMessage());
    }
}
