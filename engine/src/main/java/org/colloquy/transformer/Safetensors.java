package org.colloquy.transformer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named float tensors of one file in Hugging Face's safetensors format, memory-mapped.
 *
 * <p>The file is 8 bytes of little-endian header length, the header in JSON (name to dtype, shape
 * and byte range), then the data. Everything in the header is checked against the file before any
 * tensor is read. F32, F16 and BF16 can be read, all as floats, which hold each of them exactly;
 * F32 is written.
 */
public final class Safetensors implements AutoCloseable {

    /** One tensor to write, row-major. */
    @SuppressWarnings("ArrayRecordComponent") // handed straight to the file
    public record Named(String name, List<Integer> shape, float[] values) {

        public Named {
            shape = List.copyOf(shape);
            long size = shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
            if (size != values.length) {
                throw new IllegalArgumentException(
                        "tensor %s of shape %s cannot hold %d values"
                                .formatted(name, shape, values.length));
            }
        }
    }

    private static final Map<String, Integer> BYTES =
            Map.of("F32", Float.BYTES, "F16", Short.BYTES, "BF16", Short.BYTES);

    private record Entry(String dtype, List<Long> shape, long from, long to) {}

    private static final long HEADER_LIMIT_BYTES = 16 << 20;
    private static final int LENGTH_BYTES = 8;
    private static final long DIGEST_STEP_BYTES = 1 << 30;
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final String file;
    private final Arena arena;
    private final MemorySegment content;
    private final MemorySegment data;
    private final Map<String, Entry> entries;

    private Safetensors(String file, Arena arena, MemorySegment content) throws IOException {
        this.file = file;
        this.arena = arena;
        this.content = content;
        long headerBytes = headerBytes();
        data = content.asSlice(LENGTH_BYTES + headerBytes);
        entries = entries(content.asSlice(LENGTH_BYTES, headerBytes));
    }

    /** Maps a file. */
    public static Safetensors open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment content =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new Safetensors(path.toString(), arena, content);
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    /**
     * Reads a file's bytes that are in memory already.
     *
     * @param file what to call it in errors
     */
    public static Safetensors of(String file, byte[] content) throws IOException {
        return new Safetensors(file, Arena.ofShared(), MemorySegment.ofArray(content));
    }

    /** The names of all tensors, sorted. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Bytes of all tensors. */
    long dataBytes() {
        return data.byteSize();
    }

    /** The values of one tensor, row-major, which must have the given shape. */
    public float[] floats(String name, List<Integer> shape) throws ModelFileException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw problem("no tensor named " + name + "; it has " + entries.keySet());
        }
        if (!BYTES.containsKey(entry.dtype())) {
            throw problem(
                    "tensor %s is of type %s; F32, F16 and BF16 can be read, so convert it"
                            .formatted(name, entry.dtype()));
        }
        if (!entry.shape().equals(shape.stream().map(Integer::longValue).toList())) {
            throw problem(
                    "tensor %s has shape %s, but config.json asks for %s"
                            .formatted(name, entry.shape(), shape));
        }
        long bytes = entry.to() - entry.from();
        MemorySegment values = data.asSlice(entry.from(), bytes);
        return entry.dtype().equals("F32")
                ? values.toArray(FLOAT)
                : widened(values, entry.dtype().equals("BF16"));
    }

    private static float[] widened(MemorySegment values, boolean brain) {
        float[] result = new float[Math.toIntExact(values.byteSize() / Short.BYTES)];
        for (int i = 0; i < result.length; i++) {
            short half = values.getAtIndex(HALF, i);
            result[i] =
                    brain ? Float.intBitsToFloat(half << Short.SIZE) : Float.float16ToFloat(half);
        }
        return result;
    }

    /** SHA-256 of the whole file in hexadecimal. */
    public String sha256() {
        MessageDigest sha256 = digest();
        for (long at = 0; at < content.byteSize(); at += DIGEST_STEP_BYTES) {
            long size = Math.min(DIGEST_STEP_BYTES, content.byteSize() - at);
            sha256.update(content.asSlice(at, size).asByteBuffer());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() {
        arena.close();
    }

    /** The bytes of a file with these tensors in this order; equal tensors give equal bytes. */
    public static byte[] bytes(List<Named> tensors) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject(METADATA).put("format", "pt");
        long dataBytes = 0;
        for (Named tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            tensor.shape().forEach(shape::add);
            ArrayNode range = entry.putArray("data_offsets");
            range.add(dataBytes);
            dataBytes += (long) tensor.values().length * Float.BYTES;
            range.add(dataBytes);
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int headerBytes = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer content =
                ByteBuffer.allocate(Math.toIntExact(LENGTH_BYTES + headerBytes + dataBytes))
                        .order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(headerBytes).put(json);
        while (content.position() < LENGTH_BYTES + headerBytes) {
            content.put((byte) ' ');
        }
        for (Named tensor : tensors) {
            content.asFloatBuffer().put(tensor.values());
            content.position(content.position() + tensor.values().length * Float.BYTES);
        }
        return content.array();
    }

    private long headerBytes() throws ModelFileException {
        if (content.byteSize() < LENGTH_BYTES) {
            throw problem("only %d bytes long, no safetensors file".formatted(content.byteSize()));
        }
        long headerBytes = content.get(LENGTH, 0);
        long rest = content.byteSize() - LENGTH_BYTES;
        if (headerBytes < 2 || headerBytes > HEADER_LIMIT_BYTES) {
            throw problem(
                    "header length %d is not from 2 to %d, no safetensors file"
                            .formatted(headerBytes, HEADER_LIMIT_BYTES));
        }
        if (headerBytes > rest) {
            throw problem(
                    "truncated: the header should have %d bytes, only %d follow"
                            .formatted(headerBytes, rest));
        }
        return headerBytes;
    }

    private Map<String, Entry> entries(MemorySegment header) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(header.toArray(ValueLayout.JAVA_BYTE));
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(
                    file, "malformed header: " + malformed.getOriginalMessage(), malformed);
        }
        Map<String, Entry> found = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            if (!property.getKey().equals(METADATA)) {
                found.put(property.getKey(), entry(property.getKey(), property.getValue()));
            }
        }
        checkRanges(found);
        return found;
    }

    private Entry entry(String name, JsonNode node) throws ModelFileException {
        JsonNode range = node.path("data_offsets");
        boolean whole =
                node.path("dtype").isTextual()
                        && node.path("shape").isArray()
                        && range.size() == 2
                        && range.get(0).canConvertToLong()
                        && range.get(1).canConvertToLong();
        if (!whole) {
            throw problem("tensor %s lacks dtype, shape or data_offsets: %s".formatted(name, node));
        }
        List<Long> shape = node.path("shape").valueStream().map(JsonNode::asLong).toList();
        Entry entry =
                new Entry(
                        node.path("dtype").asText(),
                        shape,
                        range.get(0).asLong(),
                        range.get(1).asLong());
        if (entry.from() < 0 || entry.to() < entry.from() || entry.to() > data.byteSize()) {
            throw problem(
                    "truncated: tensor %s should be bytes %d to %d of the data, which has %d"
                            .formatted(name, entry.from(), entry.to(), data.byteSize()));
        }
        Integer each = BYTES.get(entry.dtype());
        if (each != null && entry.to() - entry.from() != bytes(name, shape, each)) {
            throw problem(
                    "tensor %s of shape %s needs %d bytes, but has %d"
                            .formatted(
                                    name,
                                    shape,
                                    bytes(name, shape, each),
                                    entry.to() - entry.from()));
        }
        return entry;
    }

    private long bytes(String name, List<Long> shape, int each) throws ModelFileException {
        long product = each;
        for (long size : shape) {
            if (size < 0 || Math.multiplyHigh(product, size) != 0 || product * size < 0) {
                throw problem("tensor %s has the impossible shape %s".formatted(name, shape));
            }
            product *= size;
        }
        return product;
    }

    /** Every byte of the data must belong to exactly one tensor, as the format demands. */
    private void checkRanges(Map<String, Entry> found) throws ModelFileException {
        Entry[] sorted = found.values().toArray(new Entry[0]);
        Arrays.sort(sorted, (a, b) -> Long.compare(a.from(), b.from()));
        long end = 0;
        for (Entry entry : sorted) {
            if (entry.from() != end) {
                throw problem(
                        "tensors overlap or leave a gap at byte %d of the data".formatted(end));
            }
            end = entry.to();
        }
        if (end != data.byteSize()) {
            throw problem(
                    "the tensors end at byte %d of the data, which has %d"
                            .formatted(end, data.byteSize()));
        }
    }

    private ModelFileException problem(String reason) {
        return new ModelFileException(file, reason);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
