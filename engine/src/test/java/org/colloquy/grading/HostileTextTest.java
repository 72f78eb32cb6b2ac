package org.colloquy.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes a grader throw or hang. */
final class HostileTextTest {

    private static final Duration HANG = Duration.ofMinutes(2);
    private static final List<String> PIECES =
            List.of(
                    "\\frac",
                    "{",
                    "}",
                    "\\sqrt",
                    "[",
                    "]",
                    "(",
                    ")",
                    "\\boxed{",
                    "^",
                    "_",
                    "1",
                    "23",
                    ".5",
                    "1,000",
                    "x",
                    "\\pi",
                    "\\infty",
                    "\\begin{pmatrix}",
                    "\\end{pmatrix}",
                    "&",
                    "\\\\",
                    "\\text{ cm}",
                    "\\text{",
                    "=",
                    "<",
                    "\\le",
                    "\\pm",
                    "+",
                    "-",
                    "*",
                    "/",
                    "!",
                    "%",
                    "|",
                    "\\{",
                    "\\}",
                    ",",
                    ";",
                    ":",
                    "$",
                    "####",
                    "the answer is",
                    "A:",
                    "\n",
                    "\\sin",
                    "\\log",
                    "'",
                    "\\cup",
                    "\\in",
                    "\\overline{3}",
                    "0.",
                    "e",
                    "10^",
                    "\ud800",
                    "\u0000",
                    "\u221a",
                    "\u00bd",
                    "(B)",
                    "\\lfloor",
                    "\\binom",
                    "\\left",
                    "\\right",
                    "twelve",
                    "i",
                    "\\circ",
                    "  ");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesRandomPieces(int seed) {
        long key = CounterRandom.key(seed, "hostile");
        assertTimeoutPreemptively(
                HANG,
                () -> {
                    for (int sample = 0; sample < 600; sample++) {
                        String text = pieces(key, sample);
                        String expected = pieces(key, sample + 1_000_000);
                        for (AnswerKind kind : AnswerKind.values()) {
                            kind.grader().answerIn(text);
                            kind.grader().grade(question(expected), text);
                        }
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14})
    void survivesDamagedAnswers(int seed) throws IOException {
        List<JsonNode> cases = GradersTest.cases("hard-cases");
        long key = CounterRandom.key(seed, "damaged");
        assertTimeoutPreemptively(
                HANG,
                () -> {
                    for (int sample = 0; sample < 600; sample++) {
                        JsonNode each = cases.get(sample % cases.size());
                        String text = damaged(each.path("text").asText(), key, sample);
                        String expected = damaged(each.path("expected").asText(), key, ~sample);
                        AnswerKind kind = AnswerKind.of(each.path("kind").asText()).orElseThrow();
                        kind.grader().answerIn(text);
                        kind.grader().grade(question(expected), text);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(AnswerKind.class)
    void endsOnHugeAndNestedTexts(AnswerKind kind) {
        List<String> units =
                List.of(
                        "(",
                        "\\boxed{",
                        "\\boxed{1} and ",
                        "the answer is ",
                        "#### ",
                        "9",
                        "1,",
                        "-",
                        "x!",
                        "2^",
                        "$",
                        "\\[",
                        "\\frac{",
                        "a/",
                        "\\sqrt",
                        "1+",
                        "| ",
                        "\\left(",
                        "{",
                        " ",
                        "A:\n",
                        "1,000",
                        "((B)",
                        "\\text{and}",
                        "\\pm",
                        "10^{10^{",
                        "\\begin{pmatrix}",
                        "=",
                        "\\\\");
        assertTimeoutPreemptively(
                HANG,
                () -> {
                    for (String unit : units) {
                        for (int times : new int[] {50, 900, 60_000 / unit.length()}) {
                            String text = unit.repeat(times);
                            kind.grader().answerIn(text);
                            kind.grader().grade(question("1"), text);
                            kind.grader().grade(question(unit.repeat(Math.min(times, 3000))), text);
                        }
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"9^{9^{9^9}}", "10^{100000}", "100000!", "\\binom{100000}{50000}"})
    void doesNotComputeWhatIsTooLarge(String answer) {
        assertTimeoutPreemptively(
                HANG,
                () -> {
                    Question question = question(answer);
                    assertEquals(Grade.RIGHT, new MathGrader().grade(question, answer));
                    assertEquals(Grade.WRONG, new MathGrader().grade(question, answer + "+1"));
                });
    }

    private static String pieces(long key, int sample) {
        StringBuilder text = new StringBuilder();
        int count = 1 + CounterRandom.below(key, sample * 100L, 40);
        for (int i = 1; i <= count; i++) {
            text.append(PIECES.get(CounterRandom.below(key, sample * 100L + i, PIECES.size())));
        }
        return text.toString();
    }

    private static String damaged(String text, long key, int sample) {
        StringBuilder damaged = new StringBuilder(text);
        for (int change = 0; change < 3; change++) {
            long counter = sample * 10L + change;
            int at = CounterRandom.below(key, counter, damaged.length() + 1);
            int kind = CounterRandom.below(key, counter + 1_000_000_000L, 3);
            if (kind == 0) {
                int piece = CounterRandom.below(key, counter + 2_000_000_000L, PIECES.size());
                damaged.insert(at, PIECES.get(piece));
            } else if (at < damaged.length()) {
                damaged.delete(at, kind == 1 ? at + 1 : Math.min(damaged.length(), at + 5));
            }
        }
        return damaged.toString();
    }

    private static Question question(String answer) {
        return new Question("q", "file", 0, "?", answer, List.of());
    }
}
