package org.colloquy.peer;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive made from source text, as {@code torch.jit.save} would write it: the class,
 * a pickle of its one object, and no tensors. So the peer needs no Python.
 */
final class TorchScript {

    private static final int PROTOCOL = 0x80;
    private static final int NEW_OBJECT = 0x81;
    private static final int NEW_TRUE = 0x88;

    /** The version of the archive's format from which on operators are as PyTorch 2 has them. */
    private static final String FORMAT = "10\n";

    private TorchScript() {}

    /**
     * @param name of the class in the source
     * @param attributes its float attributes; beside them it has {@code training} only
     */
    static byte[] archive(String name, String source, SortedMap<String, Double> attributes)
            throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            put(zip, name + "/data.pkl", pickledObject(name, attributes));
            put(zip, name + "/code/__torch__.py", source.getBytes(StandardCharsets.US_ASCII));
            put(zip, name + "/constants.pkl", new byte[] {(byte) PROTOCOL, 2, ')', '.'});
            put(zip, name + "/version", FORMAT.getBytes(StandardCharsets.US_ASCII));
        }
        return archive.toByteArray();
    }

    /** In Python's pickle format 2: the class, no arguments, then its attributes as its state. */
    private static byte[] pickledObject(String name, SortedMap<String, Double> attributes)
            throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(pickle);
        out.writeByte(PROTOCOL);
        out.writeByte(2);
        out.writeBytes("c__torch__\n" + name + "\n)");
        out.writeByte(NEW_OBJECT);
        out.writeBytes("}(");
        key(out, "training");
        out.writeByte(NEW_TRUE);
        for (Map.Entry<String, Double> attribute : attributes.entrySet()) {
            key(out, attribute.getKey());
            out.writeByte('G');
            out.writeDouble(attribute.getValue());
        }
        out.writeBytes("ub.");
        return pickle.toByteArray();
    }

    private static void key(DataOutputStream out, String name) throws IOException {
        out.writeByte('X');
        out.writeInt(Integer.reverseBytes(name.length()));
        out.writeBytes(name);
    }

    /** Uncompressed, which is all that libtorch reads. */
    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
