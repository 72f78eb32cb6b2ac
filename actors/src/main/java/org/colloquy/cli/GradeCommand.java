package org.colloquy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.grading.AnswerKind;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Grades answers, one line in and one line out. */
@Command(
        name = "grade",
        description = "Grade answers in free text: numbers, mathematics, multiple choice.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy grade answers.jsonl",
            "  echo '{\"kind\": \"math\", \"expected\": \"1/2\", \"text\": \"so 0.5\"}' | ./colloquy grade -"
        })
final class GradeCommand implements Callable<Integer> {

    private static final int MAX_LINE_BYTES = 16 << 20;
    private static final String SHAPE =
            "write {\"kind\": \"number\", \"expected\": \"18\", \"text\": \"...\"}";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Screen screen;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "JSON Lines of {\"kind\": \"number\", \"math\" or \"choice\", \"expected\","
                            + " \"text\"}; - for standard input.")
    private String file = "";

    private long line;

    GradeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        var out = new BufferedOutputStream(screen.out());
        try (InputStream input = open()) {
            for (Optional<byte[]> bytes = nextLine(input);
                    bytes.isPresent();
                    bytes = nextLine(input)) {
                line++;
                String text = text(bytes.get());
                if (!text.isBlank()) {
                    out.write(JSON.writeValueAsBytes(graded(text)));
                    out.write('\n');
                }
                if (input.available() == 0) {
                    out.flush();
                }
            }
        } finally {
            out.flush();
        }
        return ExitStatus.WELL;
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return new BufferedInputStream(System.in);
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw CommandFailure.badUsage(
                    file + " is no file that can be read", "name a JSON Lines file, or -");
        }
        return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    private Optional<byte[]> nextLine(InputStream input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = input.read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next >= 0 && next != '\n'; next = input.read()) {
            if (bytes.size() == MAX_LINE_BYTES) {
                line++;
                throw malformed("is longer than " + MAX_LINE_BYTES + " bytes", "shorten its text");
            }
            bytes.write(next);
        }
        return Optional.of(bytes.toByteArray());
    }

    private String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            throw malformed("is not UTF-8 text", "save the file as UTF-8");
        }
    }

    private ObjectNode graded(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw malformed("is not JSON (" + notJson.getOriginalMessage() + ")", SHAPE);
        }
        if (!node.isObject()) {
            throw malformed("is not a JSON object", SHAPE);
        }
        String kind = field(node, "kind");
        Grader grader =
                AnswerKind.of(kind)
                        .orElseThrow(
                                () ->
                                        malformed(
                                                "has the kind '" + kind + "'",
                                                "use one of "
                                                        + String.join(", ", AnswerKind.labels())))
                        .grader();
        Question question = new Question("", "", 0, "", field(node, "expected"), List.of());
        String answer = field(node, "text");
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("correct", grader.grade(question, answer) == Grade.RIGHT);
        grader.answerIn(answer)
                .ifPresentOrElse(
                        found -> result.put("extracted", found), () -> result.putNull("extracted"));
        return result;
    }

    private String field(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual() && !value.isNumber()) {
            throw malformed(
                    value.isMissingNode()
                            ? "has no field " + name
                            : "has a field " + name + " that is no text",
                    SHAPE);
        }
        return value.asText();
    }

    private CommandFailure malformed(String reason, String hint) {
        return CommandFailure.badUsage(file + ":" + line + ": " + reason, hint);
    }
}
