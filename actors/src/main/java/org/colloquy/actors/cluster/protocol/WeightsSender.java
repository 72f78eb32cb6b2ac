package org.colloquy.actors.cluster.protocol;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.actors.cluster.protocol.WeightsReceiver.Range;

/**
 * The coordinator's side of the transfer of weights: keeps the newest version of each policy and
 * cuts chunks of it. It remembers nothing of the nodes, so that any of them may ask at any time.
 */
public final class WeightsSender {

    @SuppressWarnings("ArrayRecordComponent") // weights are large and nobody changes them
    private record Kept(WeightsId id, byte[] bytes) {}

    private final Map<String, Kept> newest = new LinkedHashMap<>();

    /**
     * Keeps a version in place of the one before; its name.
     *
     * @throws IllegalArgumentException if it is not newer
     */
    public WeightsId publish(String policy, int version, byte[] bytes) {
        Optional.ofNullable(newest.get(policy))
                .map(before -> before.id().version())
                .filter(before -> before >= version)
                .ifPresent(
                        before -> {
                            throw new IllegalArgumentException(
                                    "version %d of %s after version %d"
                                            .formatted(version, policy, before));
                        });
        WeightsId id = new WeightsId(policy, version, WeightsReceiver.sha256(bytes), bytes.length);
        newest.put(policy, new Kept(id, bytes));
        return id;
    }

    /** The versions that work is to be done with now; empty for policies that nobody changed. */
    public List<WeightsId> current() {
        return newest.values().stream().map(Kept::id).toList();
    }

    /**
     * A chunk; empty if these weights are not the newest any more, or there is no such part.
     *
     * @param range at most {@link WeightsReceiver#CHUNK_BYTES} long
     */
    public Optional<byte[]> chunk(WeightsId id, Range range) {
        return Optional.ofNullable(newest.get(id.policy()))
                .filter(kept -> kept.id().equals(id) && has(kept.bytes(), range))
                .map(kept -> part(kept.bytes(), range));
    }

    private static boolean has(byte[] bytes, Range range) {
        return range.offset() >= 0
                && range.length() > 0
                && range.length() <= WeightsReceiver.CHUNK_BYTES
                && range.length() <= bytes.length - range.offset();
    }

    private static byte[] part(byte[] bytes, Range range) {
        return Arrays.copyOfRange(bytes, range.offset(), range.offset() + range.length());
    }
}
