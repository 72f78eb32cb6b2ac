package org.colloquy.actors.cluster.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node's side of the transfer of one version of weights: asks for chunks, a few at a time, asks
 * again for those that do not come, and gives the whole out only if its digest is right.
 *
 * <p>Chunks may come in any order, twice or never. Bytes of a wrong digest are thrown away and
 * asked for anew, a bounded number of times.
 */
public final class WeightsReceiver {

    /** Well below the largest message between two nodes. */
    public static final int CHUNK_BYTES = 128 * 1024;

    /** Chunks that are asked for at the same time. */
    public static final int WINDOW = 4;

    /** Transfers whose digest is wrong, after which the receiver gives up. */
    public static final int MAX_CORRUPT = 3;

    private final WeightsId id;
    private final long patienceNanos;
    private final byte[] bytes;

    /** When each chunk under way was asked for last, by its offset. */
    private final SortedMap<Integer, Long> asked = new TreeMap<>();

    private int next;
    private int received;
    private int corrupt;

    /** A part of the bytes. */
    public record Range(int offset, int length) {}

    /** What the receiver says to a chunk. */
    public sealed interface Step {}

    /** Ask for these; none if the chunk was not asked for or others are still under way. */
    public record Ask(List<Range> ranges) implements Step {}

    /** All is there and right. */
    @SuppressWarnings("ArrayRecordComponent") // weights are large and nobody changes them
    public record Whole(byte[] weights) implements Step {}

    /** The digest was wrong too often. */
    public record Corrupt(String reason) implements Step {}

    /**
     * @param patienceNanos after which a chunk is asked for again
     */
    public WeightsReceiver(WeightsId id, long patienceNanos) {
        this.id = id;
        this.patienceNanos = patienceNanos;
        this.bytes = new byte[id.length()];
    }

    /** The first chunks to ask for. */
    public List<Range> begin(long nowNanos) {
        return more(nowNanos);
    }

    /**
     * A chunk has come.
     *
     * @param of the weights it belongs to; of others it is dropped
     */
    public Step accept(WeightsId of, int offset, byte[] chunk, long nowNanos) {
        boolean expected =
                of.equals(id) && asked.containsKey(offset) && chunk.length == length(offset);
        if (!expected) {
            return new Ask(List.of());
        }
        asked.remove(offset);
        System.arraycopy(chunk, 0, bytes, offset, chunk.length);
        received += chunk.length;
        return received < bytes.length ? new Ask(more(nowNanos)) : whole(nowNanos);
    }

    /** The chunks to ask for again, since they have not come in time. */
    public List<Range> overdue(long nowNanos) {
        List<Range> again = new ArrayList<>();
        for (var chunk : asked.entrySet()) {
            if (nowNanos - chunk.getValue() >= patienceNanos) {
                chunk.setValue(nowNanos);
                again.add(new Range(chunk.getKey(), length(chunk.getKey())));
            }
        }
        return again;
    }

    private Step whole(long nowNanos) {
        String found = sha256(bytes);
        if (found.equals(id.sha256())) {
            return new Whole(bytes);
        }
        corrupt++;
        if (corrupt >= MAX_CORRUPT) {
            return new Corrupt(
                    "the weights of %s, version %d, came %d times with another digest, at last %s"
                            .formatted(id.policy(), id.version(), corrupt, found));
        }
        next = 0;
        received = 0;
        return new Ask(more(nowNanos));
    }

    private List<Range> more(long nowNanos) {
        List<Range> ranges = new ArrayList<>();
        while (next < bytes.length && asked.size() < WINDOW) {
            asked.put(next, nowNanos);
            ranges.add(new Range(next, length(next)));
            next += length(next);
        }
        return ranges;
    }

    private int length(int offset) {
        return Math.min(CHUNK_BYTES, bytes.length - offset);
    }

    /** In hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }
}
