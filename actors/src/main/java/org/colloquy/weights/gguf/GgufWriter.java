package org.colloquy.weights.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one GGUF file (version 3): settings by name, then tensors one after the other, of which
 * only one is in memory at a time. Equal content gives equal bytes.
 */
final class GgufWriter {

    /** How a tensor's numbers are kept. */
    enum Type {
        F32(0, Float.BYTES),
        F16(1, Short.BYTES);

        private final int code;
        private final int bytes;

        Type(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }
    }

    /** Gives a tensor's values, row-major. */
    interface Values {
        float[] read();
    }

    private record Tensor(String name, List<Integer> shape, Type type, Values values) {
        long bytes() {
            return shape.stream().mapToLong(Integer::longValue).reduce(type.bytes, (a, b) -> a * b);
        }
    }

    private static final int MAGIC = 0x46554747; // GGUF, little-endian
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteArrayOutputStream settings = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();
    private long count;

    void put(String key, String value) {
        start(key, STRING);
        text(settings, value);
    }

    void put(String key, int value) {
        start(key, UINT32);
        number(settings, value, Integer.BYTES);
    }

    void put(String key, float value) {
        start(key, FLOAT32);
        number(settings, Float.floatToRawIntBits(value), Integer.BYTES);
    }

    void put(String key, boolean value) {
        start(key, BOOL);
        number(settings, value ? 1 : 0, 1);
    }

    void putTexts(String key, List<String> values) {
        startArray(key, STRING, values.size());
        values.forEach(value -> text(settings, value));
    }

    void putNumbers(String key, int[] values) {
        startArray(key, INT32, values.length);
        for (int value : values) {
            number(settings, value, Integer.BYTES);
        }
    }

    void putFloats(String key, float[] values) {
        startArray(key, FLOAT32, values.length);
        for (float value : values) {
            number(settings, Float.floatToRawIntBits(value), Integer.BYTES);
        }
    }

    /**
     * @param shape rows, then columns; or the size of a vector
     */
    void tensor(String name, List<Integer> shape, Type type, Values values) {
        tensors.add(new Tensor(name, List.copyOf(shape), type, values));
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        number(head, MAGIC, Integer.BYTES);
        number(head, VERSION, Integer.BYTES);
        number(head, tensors.size(), Long.BYTES);
        number(head, count, Long.BYTES);
        head.writeBytes(settings.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            describe(head, tensor, offset);
            offset += padded(tensor.bytes());
        }
        pad(head);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeAll(channel, ByteBuffer.wrap(head.toByteArray()));
            for (Tensor tensor : tensors) {
                writeAll(channel, data(tensor));
            }
            channel.force(true);
        }
    }

    private static void describe(ByteArrayOutputStream head, Tensor tensor, long offset) {
        text(head, tensor.name());
        number(head, tensor.shape().size(), Integer.BYTES);
        for (int size : tensor.shape().reversed()) {
            number(head, size, Long.BYTES);
        }
        number(head, tensor.type().code, Integer.BYTES);
        number(head, offset, Long.BYTES);
    }

    private static ByteBuffer data(Tensor tensor) throws IOException {
        long bytes = padded(tensor.bytes());
        if (bytes > Integer.MAX_VALUE) {
            throw new IOException(
                    "tensor %s of %d bytes is too large".formatted(tensor.name(), bytes));
        }
        ByteBuffer data = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : tensor.values().read()) {
            switch (tensor.type()) {
                case F32 -> data.putFloat(value);
                case F16 -> data.putShort(Float.floatToFloat16(value));
            }
        }
        return data.clear();
    }

    private static void writeAll(FileChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    private void startArray(String key, int type, int size) {
        start(key, ARRAY);
        number(settings, type, Integer.BYTES);
        number(settings, size, Long.BYTES);
    }

    private void start(String key, int type) {
        count++;
        text(settings, key);
        number(settings, type, Integer.BYTES);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length, Long.BYTES);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (Byte.SIZE * i)));
        }
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }

    private static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
