package org.colloquy.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every grader against labelled answers. */
final class GradersTest {

    /** {@code hard-cases} is our own; {@code gsm8k-solutions} is a sample of published labels. */
    @ParameterizedTest
    @ValueSource(strings = {"hard-cases", "gsm8k-solutions"})
    void agreesWithEveryLabel(String name) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<JsonNode> cases = cases(name);
        for (JsonNode each : cases) {
            Grade grade = grade(each);
            if ((grade == Grade.RIGHT) != each.path("correct").asBoolean()) {
                wrong.add(grade + " " + each);
            }
        }
        assertTrue(cases.size() >= 40, cases.size() + " cases");
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyAnswerIsRightForItself() throws IOException {
        for (JsonNode each : cases("hard-cases")) {
            String expected = each.path("expected").asText();
            Question question = question(expected);
            AnswerKind kind = AnswerKind.of(each.path("kind").asText()).orElseThrow();
            String text = "Some work.\nThe answer is $\\boxed{" + expected + "}$.";
            assertEquals(Grade.RIGHT, kind.grader().grade(question, text), expected);
        }
    }

    @Test
    void extractsOneSpellingOfANumber() {
        assertEquals(Optional.of("1234.5"), new NumberGrader().answerIn("so it is $1,234.50"));
        assertEquals(Optional.of("0.5"), new MathGrader().answerIn("\\boxed{\\frac{2}{4}}"));
        assertEquals(Optional.of("B"), new ChoiceGrader().answerIn("The answer is (b)."));
        assertEquals(Optional.empty(), new NumberGrader().answerIn("none"));
    }

    @Test
    void labelsAreThoseOfTheFiles() {
        assertEquals(List.of("number", "math", "choice"), AnswerKind.labels());
        assertEquals(Optional.empty(), AnswerKind.of("poem"));
    }

    static List<JsonNode> cases(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> cases = new ArrayList<>();
        for (String line :
                Files.readAllLines(Path.of("src/test/resources/grading/" + name + ".jsonl"))) {
            cases.add(json.readTree(line));
        }
        return cases;
    }

    static Grade grade(JsonNode each) {
        return AnswerKind.of(each.path("kind").asText())
                .orElseThrow()
                .grader()
                .grade(question(each.path("expected").asText()), each.path("text").asText());
    }

    private static Question question(String answer) {
        return new Question("q", "file", 0, "?", answer, List.of());
    }
}
