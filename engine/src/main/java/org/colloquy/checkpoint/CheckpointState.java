package org.colloquy.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.checkpoint.Checkpoint.SavedPolicy;

/**
 * {@code state.json}: what a checkpoint holds, with the digest of every file and, last, of itself.
 */
final class CheckpointState {

    static final String FILE = "state.json";

    private static final int FORMAT = 1;
    private static final String SELF = "sha256";
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointState() {}

    static byte[] bytes(int iterations, OptionalDouble accuracy, List<PolicySnapshot> policies) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("format", FORMAT);
        tree.put("iterations", iterations);
        accuracy.ifPresent(value -> tree.put("accuracy", value));
        ArrayNode saved = tree.putArray("policies");
        for (PolicySnapshot policy : policies) {
            ObjectNode node = saved.addObject();
            node.put("name", policy.policy());
            node.put("optimizerUpdates", policy.optimizerUpdates());
            ObjectNode files = node.putObject("files");
            policy.files().forEach((name, content) -> files.put(name, Sha256.of(content)));
        }
        tree.put(SELF, Sha256.of(utf8(tree)));
        return (tree + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a checkpoint is said to hold.
     *
     * @throws DamagedCheckpointException if {@code state.json} is not as it was written
     */
    static Checkpoint read(Path folder) throws IOException {
        ObjectNode tree = tree(folder);
        int format = tree.path("format").asInt();
        if (format != FORMAT) {
            throw new DamagedCheckpointException(
                    folder, "state.json is of format " + format + ", not " + FORMAT);
        }
        JsonNode self = tree.remove(SELF);
        if (self == null || !self.asText().equals(Sha256.of(utf8(tree)))) {
            throw new DamagedCheckpointException(folder, "state.json was altered");
        }
        List<SavedPolicy> policies = new ArrayList<>();
        for (JsonNode node : tree.path("policies")) {
            policies.add(policy(node));
        }
        OptionalDouble accuracy =
                tree.has("accuracy")
                        ? OptionalDouble.of(tree.path("accuracy").asDouble())
                        : OptionalDouble.empty();
        return new Checkpoint(folder, tree.path("iterations").asInt(), accuracy, policies);
    }

    /**
     * Reads all files of a checkpoint.
     *
     * @throws DamagedCheckpointException if one is not as it was written
     */
    static void verify(Checkpoint checkpoint) throws IOException {
        for (SavedPolicy policy : checkpoint.policies()) {
            verify(checkpoint.folder(), policy);
        }
    }

    private static ObjectNode tree(Path folder) throws IOException {
        try {
            if (JSON.readTree(Files.readAllBytes(folder.resolve(FILE)))
                    instanceof ObjectNode tree) {
                return tree;
            }
        } catch (NoSuchFileException missing) {
            throw new DamagedCheckpointException(folder, "it has no state.json");
        } catch (JsonProcessingException torn) {
            throw new DamagedCheckpointException(
                    folder, "state.json is torn: " + torn.getOriginalMessage());
        }
        throw new DamagedCheckpointException(folder, "state.json is no JSON object");
    }

    private static SavedPolicy policy(JsonNode node) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file : node.path("files").properties()) {
            digests.put(file.getKey(), file.getValue().asText());
        }
        return new SavedPolicy(
                node.path("name").asText(), node.path("optimizerUpdates").asInt(), digests);
    }

    private static void verify(Path folder, SavedPolicy policy) throws IOException {
        for (Map.Entry<String, String> digest : policy.digests().entrySet()) {
            String name = policy.name() + "/" + digest.getKey();
            try {
                byte[] content = Files.readAllBytes(folder.resolve(name));
                if (!Sha256.of(content).equals(digest.getValue())) {
                    throw new DamagedCheckpointException(folder, name + " was altered or torn");
                }
            } catch (NoSuchFileException missing) {
                throw new DamagedCheckpointException(folder, "it has no " + name);
            }
        }
    }

    private static byte[] utf8(ObjectNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }
}
