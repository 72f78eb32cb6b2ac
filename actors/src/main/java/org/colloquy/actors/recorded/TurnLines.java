package org.colloquy.actors.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloquy.transformer.ModelFileException;

/**
 * Reads {@code {"question", "stage", "agent", "text"}} and optionally {@code sample} and {@code
 * round} from each line of a file.
 */
final class TurnLines {

    private static final Set<String> STAGES =
            Set.of("share", "analyse", "fuse", "revise", "compare");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<RecordedTurn> turns = new ArrayList<>();
    private final Map<List<Object>, Integer> lines = new HashMap<>();
    private int line;

    private TurnLines(Path file) {
        this.file = file;
    }

    static List<RecordedTurn> read(Path file) throws IOException {
        TurnLines lines = new TurnLines(file);
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                lines.line++;
                if (!text.isBlank()) {
                    lines.add(text);
                }
            }
        } catch (CharacterCodingException notUtf8) {
            throw new ModelFileException(lines.where(), "the next line is not UTF-8", notUtf8);
        }
        return lines.turns;
    }

    private void add(String text) throws IOException {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(where(), malformed.getOriginalMessage(), malformed);
        }
        String stage = text(node, "stage");
        if (!STAGES.contains(stage)) {
            throw new ModelFileException(
                    where(),
                    "stage is '%s'; it must be share, analyse, fuse, revise or compare"
                            .formatted(stage));
        }
        RecordedTurn turn =
                new RecordedTurn(
                        where(),
                        text(node, "question"),
                        stage,
                        text(node, "agent"),
                        number(node, "sample"),
                        number(node, "round"),
                        text(node, "text"));
        Integer first =
                lines.putIfAbsent(
                        List.of(
                                turn.question(),
                                turn.stage(),
                                turn.agent(),
                                turn.sample(),
                                turn.round()),
                        line);
        if (first != null) {
            throw new ModelFileException(
                    where(),
                    "the same turn as line %d; tell them apart by sample or round, or drop one"
                            .formatted(first));
        }
        turns.add(turn);
    }

    private String text(JsonNode node, String key) throws IOException {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new ModelFileException(
                    where(),
                    key
                            + (value.isMissingNode() ? " is missing" : " is no text")
                            + "; a turn has question, stage, agent and text");
        }
        return value.textValue();
    }

    private int number(JsonNode node, String key) throws IOException {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return RecordedTurn.ANY;
        }
        if (!value.isInt() || value.intValue() < 0) {
            throw new ModelFileException(where(), key + " must be a whole number from 0");
        }
        return value.intValue();
    }

    private String where() {
        return file + ":" + line;
    }
}
