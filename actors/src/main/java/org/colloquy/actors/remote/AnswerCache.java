package org.colloquy.actors.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers on disk: one file for each different request, named by the SHA-256 of the request's
 * canonical form and this format's version. Several processes may share a folder.
 *
 * <p>A file appears whole or not at all. One that is damaged is told of and counts as missing; the
 * answer that is then fetched takes its place.
 */
public final class AnswerCache {

    private static final int VERSION = 1;
    private static final int PREFIX = 2;
    private static final long MOST_BYTES = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Consumer<String> warnings;

    /**
     * @param warnings take a sentence on each file that cannot be used
     */
    public AnswerCache(Path folder, Consumer<String> warnings) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("v" + VERSION));
        this.warnings = warnings;
    }

    Optional<ChatAnswer> find(ChatCall call) {
        Path file = file(call);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("is too long");
            }
            JsonNode entry = JSON.readTree(Files.readAllBytes(file));
            JsonNode answer = entry.path("answer");
            if (!entry.path("request").equals(reread(call.canonical()))) {
                throw new IOException("holds another request");
            }
            if (!entry.path("sha256").asText().equals(sha256(answer.toString()))) {
                throw new IOException("does not have the digest that stands in it");
            }
            return Optional.of(JSON.treeToValue(answer, ChatAnswer.class));
        } catch (IOException damaged) {
            warnings.accept("%s %s; it is fetched again".formatted(file, reason(damaged)));
            return Optional.empty();
        }
    }

    void keep(ChatCall call, ChatAnswer answer) {
        Path file = file(call);
        try {
            ObjectNode entry = JSON.createObjectNode().put("version", VERSION);
            entry.set("request", call.canonical());
            JsonNode told = reread(JSON.valueToTree(answer));
            entry.set("answer", told);
            entry.put("sha256", sha256(told.toString()));
            Path parent = Files.createDirectories(file.resolveSibling("").normalize());
            Path part = Files.createTempFile(parent, "part", ".tmp");
            Files.write(part, JSON.writeValueAsBytes(entry));
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            warnings.accept("%s cannot be written: %s".formatted(file, unwritable));
        }
    }

    /** Where a request's answer is. */
    Path file(ChatCall call) {
        String name = sha256(VERSION + "\n" + call.canonical());
        return folder.resolve(name.substring(0, PREFIX)).resolve(name + ".json");
    }

    /** As it will look when it is read, so that the digests agree. */
    private static JsonNode reread(JsonNode node) throws JsonProcessingException {
        return JSON.readTree(node.toString());
    }

    private static String reason(IOException damaged) {
        return damaged instanceof JsonProcessingException malformed
                ? "is no JSON of ours: " + malformed.getOriginalMessage()
                : String.valueOf(damaged.getMessage());
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
