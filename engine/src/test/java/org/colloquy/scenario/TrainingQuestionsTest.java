package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingQuestionsTest {

    private static final String AGENTS =
            "name: t\nagents: [{name: a, copies: 2, model: {provider: simulated}}]\n";

    @TempDir private Path folder;

    @Test
    void arithmeticIsDrawnAnewForEachIterationFromTheTrainDraw() throws IOException {
        TrainingQuestions questions =
                new TrainingQuestions(
                        read("questions: {source: arithmetic}\ntrain: {questions: 28}"));
        assertEquals(questions.of(3), questions.of(3));
        assertNotEquals(questions.of(3), questions.of(4));
        for (int iteration = 0; iteration < 20; iteration++) {
            List<Question> drawn = questions.of(iteration);
            assertEquals(28, drawn.size());
            drawn.forEach(
                    question -> assertEquals(Draw.TRAIN, ArithmeticSource.drawOf(question.text())));
        }
        assertEquals(200, questions.evaluation().size());
        questions
                .evaluation()
                .forEach(
                        question ->
                                assertEquals(
                                        Draw.VALIDATION, ArithmeticSource.drawOf(question.text())));
    }

    @Test
    void redrawHasOtherQuestionsInStoreAndKeepsTheFirst() throws IOException {
        String file = "questions: {source: arithmetic}\ntrain: {questions: 8";
        List<Question> plain = new TrainingQuestions(read(file + "}")).of(2);
        List<Question> stored =
                new TrainingQuestions(read(file + ", advantages: {dynamic-sampling: redraw}}"))
                        .of(2);
        assertEquals(16, stored.size());
        assertEquals(plain, stored.subList(0, 8));
        assertEquals(16, stored.stream().map(Question::text).distinct().count());
    }

    @Test
    void aFilesTrainLinesAreGoneRound() throws IOException {
        write("train", "train", "test", "train", "validation");
        Scenario scenario = read("questions: {source: file, path: q.jsonl}\ntrain: {questions: 2}");
        TrainingQuestions questions = new TrainingQuestions(scenario);
        assertEquals(List.of("q0", "q1"), texts(questions.of(0)));
        assertEquals(List.of("q3", "q0"), texts(questions.of(1)));
        assertEquals(List.of("q1", "q3"), texts(questions.of(2)));
        assertEquals(List.of("q4"), texts(questions.evaluation()));
        assertEquals(2, new TrainingQuestions(scenario).of(1_000_000_000).size());
    }

    @Test
    void whatAFileLacksIsTold() throws IOException {
        String file = "questions: {source: file, path: q.jsonl}\n";
        write("test", "validation");
        assertTrue(
                problem(file + "train: {}")
                        .endsWith(
                                "train.questions cannot be had: the file of questions marks no line"
                                        + " as train; mark those to practise on with \"draw\":"
                                        + " \"train\""));
        write("test", "train");
        assertEquals(1, read(file + "train: {}").training().orElseThrow().grpo().questions());
        assertTrue(
                problem(file + "train: {questions: 2}")
                        .contains("train.questions is 2, but the file marks 1 lines as train"));
        assertTrue(
                problem(file + "train: {evaluation: {questions: 2}}")
                        .contains(
                                "train.evaluation.questions is 2, but the file marks 0 lines as"
                                        + " validation"));
    }

    private void write(String... draws) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < draws.length; i++) {
            lines.append(
                    "{\"prompt\": \"q%d\", \"answer\": 1, \"draw\": \"%s\"}%n"
                            .formatted(i, draws[i]));
        }
        Files.writeString(folder.resolve("q.jsonl"), lines);
    }

    private String problem(String rest) {
        return String.valueOf(assertThrows(ScenarioProblems.class, () -> read(rest)).getMessage());
    }

    private Scenario read(String rest) throws IOException {
        return ScenarioReader.read(Files.writeString(folder.resolve("s.yaml"), AGENTS + rest));
    }

    private static List<String> texts(List<Question> questions) {
        return questions.stream().map(Question::text).toList();
    }
}
