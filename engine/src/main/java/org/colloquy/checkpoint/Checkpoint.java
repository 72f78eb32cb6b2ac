package org.colloquy.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All trained policies after a number of iterations, on disk.
 *
 * @param folder that holds {@code state.json} and one folder of each policy
 * @param iterations that are in the weights, from 1
 * @param accuracy of the agents alone with these weights, if it was measured
 * @param policies in the order of their first agents
 */
public record Checkpoint(
        Path folder, int iterations, OptionalDouble accuracy, List<SavedPolicy> policies) {

    public Checkpoint {
        policies = List.copyOf(policies);
    }

    /**
     * What is known of one policy's folder.
     *
     * @param optimizerUpdates that were done
     * @param digests SHA-256 of each file, by name
     */
    public record SavedPolicy(
            String name, int optimizerUpdates, SortedMap<String, String> digests) {
        public SavedPolicy {
            digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
        }
    }

    /**
     * @throws IllegalArgumentException if the checkpoint has no such policy
     */
    public SavedPolicy policy(String name) {
        return policies.stream()
                .filter(saved -> saved.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s has no policy %s; the scenario has changed"
                                                .formatted(folder, name)));
    }

    /** The folder of a policy, which any scenario may name as {@code weights}. */
    public Path folder(String policy) {
        return folder.resolve(policy(policy).name());
    }
}
