package org.colloquy.weights.gguf;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.transformer.ModelFileException;

/**
 * The settings of a GGUF file, read before llama.cpp sees it, so that what is wrong has a name.
 * Arrays are passed over.
 */
final class GgufHeader {

    private static final int MAGIC = 0x46554747;
    private static final int MOST_SETTINGS = 100_000;
    private static final int MOST_TEXT_BYTES = 64 << 20;
    private static final long MOST_ELEMENTS = 1L << 26;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int[] BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

    private final String file;
    private final InputStream in;
    private final SortedMap<String, Object> settings = new TreeMap<>();

    private GgufHeader(String file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static GgufHeader read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            GgufHeader header = new GgufHeader(file.toString(), in);
            header.readAll();
            return header;
        } catch (NoSuchFileException missing) {
            throw new ModelFileException(file.toString(), "no such file", missing);
        } catch (EOFException cut) {
            throw new ModelFileException(file.toString(), "cut short within its settings", cut);
        }
    }

    /** Whether it has the setting. */
    boolean has(String key) {
        return settings.containsKey(key);
    }

    /** Longest text of the model in tokens. */
    int contextLength() throws ModelFileException {
        Object architecture = settings.get("general.architecture");
        Object length = settings.get(architecture + ".context_length");
        if (length instanceof Long tokens && tokens > 0 && tokens <= Integer.MAX_VALUE) {
            return tokens.intValue();
        }
        throw new ModelFileException(
                file, "%s.context_length is missing or no size".formatted(architecture));
    }

    private void readAll() throws IOException {
        if (number(4) != MAGIC) {
            throw new ModelFileException(file, "no GGUF file");
        }
        long version = number(4);
        if (version != 2 && version != 3) {
            throw new ModelFileException(
                    file, "GGUF of version %d; 2 and 3 can be run".formatted(version));
        }
        number(8);
        long count = number(8);
        if (count < 0 || count > MOST_SETTINGS) {
            throw new ModelFileException(file, "has %d settings".formatted(count));
        }
        for (long i = 0; i < count; i++) {
            String key = text();
            int type = (int) number(4);
            if (type == ARRAY) {
                skipArray(key);
            } else {
                settings.put(key, type == STRING ? text() : (Object) number(bytes(key, type)));
            }
        }
    }

    private void skipArray(String key) throws IOException {
        int type = (int) number(4);
        long size = number(8);
        if (size < 0 || size > MOST_ELEMENTS) {
            throw new ModelFileException(file, "%s has %d elements".formatted(key, size));
        }
        if (type == STRING) {
            for (long i = 0; i < size; i++) {
                in.skipNBytes(textBytes());
            }
        } else {
            in.skipNBytes(size * bytes(key, type));
        }
    }

    private int bytes(String key, int type) throws ModelFileException {
        if (type < 0 || type >= BYTES.length || BYTES[type] == 0) {
            throw new ModelFileException(file, "%s is of unknown type %d".formatted(key, type));
        }
        return BYTES[type];
    }

    private String text() throws IOException {
        int bytes = textBytes();
        byte[] content = in.readNBytes(bytes);
        if (content.length < bytes) {
            throw new EOFException();
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private int textBytes() throws IOException {
        long bytes = number(8);
        if (bytes < 0 || bytes > MOST_TEXT_BYTES) {
            throw new ModelFileException(file, "has a text of %d bytes".formatted(bytes));
        }
        return (int) bytes;
    }

    private long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (long) next << (Byte.SIZE * i);
        }
        return value;
    }
}
