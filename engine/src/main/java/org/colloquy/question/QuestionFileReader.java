package org.colloquy.question;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloquy.question.FileSource.PlacedQuestion;
import org.colloquy.question.QuestionFileException.Problem;

/** Reads a file of questions line by line and gathers everything that is wrong with it. */
final class QuestionFileReader {

    static final long MAX_FILE_BYTES = 64L << 20;
    static final int MAX_PROMPT = 8000;
    static final int MAX_ANSWER = 1000;
    static final int MAX_LABEL = 100;
    static final int MAX_LEVEL = 100;
    static final int MAX_PROBLEMS = 100;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path path;
    private final LineLayout layout;
    private final List<Problem> problems = new ArrayList<>();
    private final List<PlacedQuestion> questions = new ArrayList<>();
    private final Map<String, Integer> linesOfIds = new HashMap<>();
    private final Map<String, Draw> drawsOfPrompts = new HashMap<>();
    private int line;

    QuestionFileReader(Path path, LineLayout layout) {
        this.layout = layout;
        this.path = path;
    }

    List<PlacedQuestion> read() {
        byte[] bytes = bytes();
        int start = 0;
        for (int end = 0; end <= bytes.length && problems.size() < MAX_PROBLEMS; end++) {
            if (end == bytes.length || bytes[end] == '\n') {
                line++;
                text(bytes, start, end).filter(text -> !text.isBlank()).ifPresent(this::question);
                start = end + 1;
            }
        }
        line = 0;
        if (questions.isEmpty() && problems.isEmpty()) {
            problem("there is no question in it", "write one JSON object on each line");
        }
        if (!problems.isEmpty()) {
            throw new QuestionFileException(problems);
        }
        return questions;
    }

    private byte[] bytes() {
        try {
            long size = Files.size(path);
            if (!Files.isRegularFile(path)) {
                problem("it is not a regular file", "name a JSON Lines file");
            } else if (size > MAX_FILE_BYTES) {
                problem(
                        "it has " + size + " bytes, more than the " + MAX_FILE_BYTES + " allowed",
                        "split it");
            } else {
                return Files.readAllBytes(path);
            }
        } catch (IOException failure) {
            problem("it cannot be read (" + failure + ")", "check the path and its permissions");
        }
        throw new QuestionFileException(problems);
    }

    private Optional<String> text(byte[] bytes, int start, int end) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, start, end - start))
                            .toString();
            return Optional.of(line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException failure) {
            problem("it is not UTF-8 text", "save the file as UTF-8");
            return Optional.empty();
        }
    }

    private void question(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            problem(
                    "not one JSON object (" + failure.getOriginalMessage() + ")",
                    "write {\"prompt\": \"...\", \"answer\": \"...\"}");
            return;
        }
        if (!node.isObject()) {
            problem("not a JSON object", "write {\"prompt\": \"...\", \"answer\": \"...\"}");
            return;
        }
        try {
            node = layout.own(node);
        } catch (IllegalArgumentException mismatch) {
            String[] parts = String.valueOf(mismatch.getMessage()).split("; ", 2);
            problem(parts[0], parts.length > 1 ? parts[1] : "check the format");
            return;
        }
        Optional<String> prompt = field(node, "prompt", MAX_PROMPT);
        Optional<String> answer = field(node, "answer", MAX_ANSWER);
        Optional<String> id = optional(node, "id", String.format(Locale.ROOT, "file-%06d", line));
        Optional<String> family = optional(node, "family", "file");
        Optional<Integer> level = level(node);
        Optional<Draw> draw = draw(node);
        id.ifPresent(this::claim);
        if (prompt.isPresent() && draw.isPresent()) {
            place(prompt.get(), draw.get());
        }
        if (problems.isEmpty()) {
            Question question =
                    new Question(
                            id.orElseThrow(),
                            family.orElseThrow(),
                            level.orElseThrow(),
                            prompt.orElseThrow(),
                            answer.orElseThrow(),
                            List.of());
            questions.add(new PlacedQuestion(draw.orElseThrow(), question));
        }
    }

    private Optional<String> optional(JsonNode node, String name, String otherwise) {
        return node.has(name) ? field(node, name, MAX_LABEL) : Optional.of(otherwise);
    }

    private Optional<String> field(JsonNode node, String name, int longest) {
        String hint = "add \"" + name + "\": \"...\"";
        if (!node.hasNonNull(name)) {
            problem("the field " + name + " is missing", hint);
            return Optional.empty();
        }
        JsonNode value = node.get(name);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            problem("the field " + name + " is not a text or whole number", "put it in quotes");
            return Optional.empty();
        }
        String text = value.asText().strip();
        if (text.isEmpty() || text.length() > longest) {
            problem(
                    "the field " + name + " has " + text.length() + " characters",
                    "give it 1 to " + longest);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Integer> level(JsonNode node) {
        if (!node.has("level")) {
            return Optional.of(0);
        }
        JsonNode value = node.get("level");
        if (value.isInt() && value.intValue() >= 0 && value.intValue() <= MAX_LEVEL) {
            return Optional.of(value.intValue());
        }
        problem("the level is " + shortened(value), "give a whole number from 0 to " + MAX_LEVEL);
        return Optional.empty();
    }

    private Optional<Draw> draw(JsonNode node) {
        if (!node.has("draw")) {
            return Optional.of(Draw.TEST);
        }
        String name = node.get("draw").asText();
        for (Draw draw : Draw.values()) {
            if (draw.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(draw);
            }
        }
        problem("the draw is " + shortened(node.get("draw")), "use train, validation or test");
        return Optional.empty();
    }

    private void claim(String id) {
        Optional.ofNullable(linesOfIds.putIfAbsent(id, line))
                .ifPresent(
                        first ->
                                problem(
                                        "the id '" + id + "' is also that of line " + first,
                                        "give each question its own id, or none"));
    }

    private void place(String prompt, Draw draw) {
        Optional.ofNullable(drawsOfPrompts.putIfAbsent(prompt, draw))
                .filter(other -> other != draw)
                .ifPresent(
                        other ->
                                problem(
                                        "the same prompt is in the "
                                                + other.name().toLowerCase(Locale.ROOT)
                                                + " draw",
                                        "keep each question in one draw"));
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private void problem(String reason, String hint) {
        problems.add(new Problem(path.toString(), line, reason, hint));
    }
}
