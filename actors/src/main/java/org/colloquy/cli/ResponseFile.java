package org.colloquy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.irt.ResponseTable;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.question.Grade;

/**
 * Reads who had what right: a CSV table (a line for each model, a column for each question), JSON
 * Lines of {@code model}, {@code question}, {@code correct}, or a run.
 */
final class ResponseFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LINE =
            "write {\"model\": \"a\", \"question\": \"1\", \"correct\": true}";

    private final Path file;
    private final ResponseTable.Builder table = new ResponseTable.Builder();
    private int line;

    private ResponseFile(Path file) {
        this.file = file;
    }

    static ResponseTable read(Path file) throws IOException {
        ResponseFile reader = new ResponseFile(file);
        if (Files.isDirectory(file) || file.toString().endsWith(".klog")) {
            reader.log(LogArgument.in(file));
        } else if (!Files.isReadable(file)) {
            throw CommandFailure.badUsage(
                    file + " is no file that can be read",
                    "name a CSV or JSON Lines file, or a run");
        } else if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            reader.lines(true);
        } else if (isLog(file)) {
            reader.log(file);
        } else {
            reader.lines(false);
        }
        try {
            return reader.table.build();
        } catch (IllegalArgumentException tooFew) {
            throw CommandFailure.badUsage(
                    file + ": " + tooFew.getMessage(), "add models or questions");
        }
    }

    private static boolean isLog(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String first = Optional.ofNullable(reader.readLine()).orElse("");
            return first.contains("\"type\":\"run-started\"");
        }
    }

    private void lines(boolean csv) throws IOException {
        List<String> header = List.of();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (text.isBlank()) {
                    continue;
                }
                if (!csv) {
                    object(text);
                } else if (header.isEmpty()) {
                    header = cells(text);
                } else {
                    row(header, cells(text));
                }
            }
        } catch (MalformedInputException notText) {
            throw malformed("it is not UTF-8 text", "save it as UTF-8");
        }
    }

    private void row(List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw malformed(
                    "it has %d cells, the heading %d".formatted(cells.size(), header.size()),
                    "leave a cell empty where an answer is missing");
        }
        for (int column = 1; column < cells.size(); column++) {
            String cell = cells.get(column).strip();
            if (!cell.isEmpty()) {
                add(cells.getFirst(), header.get(column), truth(cell));
            }
        }
    }

    private boolean truth(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true", "right", "correct", "yes" -> true;
            case "0", "0.0", "false", "wrong", "incorrect", "no" -> false;
            default ->
                    throw malformed(
                            "'" + cell + "' is neither right nor wrong", "write 1, 0 or nothing");
        };
    }

    /** The cells of a line; quotation marks hold commas, and doubled ones themselves. */
    private static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c != '\uFEFF') {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private void object(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw malformed("it is not JSON (" + notJson.getOriginalMessage() + ")", LINE);
        }
        JsonNode model = node.path(node.has("model") ? "model" : "agent");
        JsonNode question = node.path(node.has("question") ? "question" : "id");
        JsonNode correct = node.path("correct");
        if (!model.isValueNode() || !question.isValueNode() || correct.isMissingNode()) {
            throw malformed("it lacks model, question or correct", LINE);
        }
        if (!correct.isNull()) {
            add(model.asText(), question.asText(), truth(correct.asText()));
        }
    }

    private void add(String model, String question, boolean right) {
        try {
            table.add(model, question, right);
        } catch (IllegalArgumentException twice) {
            throw malformed(String.valueOf(twice.getMessage()), "keep one of them");
        }
    }

    private CommandFailure malformed(String reason, String hint) {
        return CommandFailure.badUsage(file + ":" + line + ": " + reason, hint);
    }

    /** The validation answers of a run, and the first ideas of each question's first dialogue. */
    private void log(Path log) throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                switch (next.get().event()) {
                    case ValidationGraded graded ->
                            add(
                                    graded.agent().value(),
                                    graded.question(),
                                    graded.grade() == Grade.RIGHT);
                    case AnswersGraded graded when graded.id().sample() == 0 -> {
                        for (GradedAnswer answer : graded.answers()) {
                            add(
                                    answer.agent().value(),
                                    "%d.%d"
                                            .formatted(
                                                    graded.id().iteration(),
                                                    graded.id().question()),
                                    answer.solo() == Grade.RIGHT);
                        }
                    }
                    default -> {}
                }
            }
        }
    }
}
