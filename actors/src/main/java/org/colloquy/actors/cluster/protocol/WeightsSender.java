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
        Kept before = newest.get(policy);
        if (before != null && before.id().version() >= version) {
            throw new IllegalArgumentException(
                    "version %d of %s after version %d"
                            .formatted(version, policy, before.id().version()));
        }
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
        Kept kept = newest.get(id.policy());
        boolean has =
                kept != null
                        && kept.id().equals(id)
                        && range.offset() >= 0
                        && range.length() > 0
                        && range.length() <= WeightsReceiver.CHUNK_BYTES
                        && range.length() <= kept.bytes().length - range.offset();
        return has
                ? Optional.of(
                        Arrays.copyOfRange(
                                kept.bytes(), range.offset(), range.offset() + range.length()))
                : Optional.empty();
    }
}
