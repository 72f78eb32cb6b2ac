package org.colloquy.question;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.colloquy.random.CounterRandom;
import org.colloquy.random.Dice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticGraderTest {

    private final ArithmeticGrader grader = new ArithmeticGrader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "226 | First 1 plus 2 is 3. Answer 226. | RIGHT",
                "226 | the ANSWER is: 226! | RIGHT",
                "226 | Answer 7. No, answer = 226 apples | RIGHT",
                "226 | Answer 226. The answer is clear | RIGHT",
                "226 | Answer 226. Answer 227. | WRONG",
                "226 | Answer 2267 | WRONG",
                "226 | Answer -226 | WRONG",
                "226 | 226 | MALFORMED",
                "226 | Answer two hundred | MALFORMED",
                "226 | Answers 226 | MALFORMED",
                "226 | Answer | MALFORMED",
                "1024 | Answer 1,024. | RIGHT",
                "1,024 | answer: 1024.0 | RIGHT",
                "0.5 | Answer is .5 | MALFORMED",
                "0.5 | Answer is 0.50. | RIGHT",
                "Lima | The answer is  lima. | RIGHT",
                "Lima | Answer Quito. | WRONG",
                "New York | Answer: new   york | RIGHT",
                "Lima | It is Lima. | MALFORMED",
                "Lima | Answer: | MALFORMED",
            })
    void readsTheLastAnswer(String right, String text, Grade grade) {
        Question question = new Question("q", "file", 0, "?", right, List.of());
        assertEquals(grade, grader.grade(question, text));
    }

    @Test
    void theAnswerIsNormalised() {
        assertEquals(Optional.of("1024"), grader.answerIn("answer is 1,024.00"));
        assertEquals(Optional.of("0"), grader.answerIn("Answer -0.0"));
        assertEquals(Optional.of("lima"), grader.answerIn("Answer  Lima. Really."));
        assertEquals(Optional.empty(), grader.answerIn("I do not know."));
        assertEquals(Optional.empty(), grader.answerIn(""));
    }

    @Test
    void anyTextIsGraded() {
        List<String> scraps =
                List.of(
                        "answer",
                        "Answer",
                        " ",
                        "is",
                        ":",
                        "1",
                        ",000",
                        ".",
                        "-",
                        "\n",
                        "x",
                        "\uD83D",
                        "\u0130",
                        "9".repeat(70),
                        ",123".repeat(30));
        Question number = new Question("q", "add", 1, "?", "1", List.of());
        Question word = new Question("q", "file", 0, "?", "x", List.of());
        for (int i = 0; i < 5_000; i++) {
            Dice dice = new Dice(CounterRandom.key(1, "scraps", i));
            StringBuilder text = new StringBuilder();
            for (int length = dice.between(0, 12); length > 0; length--) {
                text.append(dice.pick(scraps));
            }
            grader.grade(word, text.toString());
            Grade grade = grader.grade(number, text.toString());
            if (grade == Grade.RIGHT) {
                assertEquals(Optional.of("1"), grader.answerIn(text.toString()));
            }
        }
        grader.grade(number, "answer ".repeat(10_000) + "1,000".repeat(10_000));
    }
}
