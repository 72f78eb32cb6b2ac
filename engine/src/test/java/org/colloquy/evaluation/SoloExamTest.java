package org.colloquy.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.model.Sampling;
import org.colloquy.model.SimulatedModel;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Question;
import org.junit.jupiter.api.Test;

final class SoloExamTest {

    private static final AgentName ADA = new AgentName("ada");
    private static final AgentName BEL = new AgentName("bel");
    private static final List<Question> QUESTIONS =
            new ArithmeticSource(List.of("add", "chain"), List.of(1, 2, 3, 4))
                    .draw(Draw.TEST, 3, 200);

    @Test
    void theBatchDoesNotMatterAndEveryAnswerIsCounted() {
        AtomicInteger answered = new AtomicInteger();
        SoloResults one = exam(4, 1).sit(0, ADA, "", new SimulatedModel(0.3), () -> {});
        SoloResults many =
                exam(4, 64).sit(0, ADA, "", new SimulatedModel(0.3), answered::incrementAndGet);
        assertEquals(one, many);
        assertEquals(1000, answered.get());
    }

    @Test
    void accuracyIsThatOfTheResponseModel() {
        SoloResults results = exam(16, 64).sit(0, ADA, "", new SimulatedModel(0), () -> {});
        double expected = 0;
        for (double difficulty : List.of(-1.5, -0.5, 0.5, 1.5)) {
            expected += 0.25 / (1 + Math.exp(1.7 * difficulty));
        }
        assertEquals(expected, results.pass1().share(), 0.1);
        assertEquals(expected, results.meanAtK(), 0.03);
        assertTrue(results.passAtK(2) > results.meanAtK());
        assertTrue(results.passAtK(16) > results.passAtK(2));
        assertTrue(results.majorityAtK().share() > results.meanAtK(), "wrong answers differ");
    }

    @Test
    void agentsOfOneModelDrawNumbersOfTheirOwn() {
        SoloResults first = exam(2, 64).sit(0, ADA, "", new SimulatedModel(0), () -> {});
        SoloResults second = exam(2, 64).sit(1, BEL, "", new SimulatedModel(0), () -> {});
        assertTrue(!first.greedy().equals(second.greedy()));
    }

    @Test
    void rowsHoldTheGroupsAndWhatWasSolvable() {
        List<Question> questions = QUESTIONS.subList(0, 4);
        SoloResults ada = greedy(true, false, false, false);
        SoloResults bel = greedy(true, true, false, false);
        SequencedMap<String, List<List<Boolean>>> discussed = new LinkedHashMap<>();
        discussed.put(
                "idea3",
                List.of(List.of(true, false, true, false), List.of(true, true, false, false)));
        Evaluated evaluated =
                new Evaluated(questions, List.of(ADA, BEL), List.of(ada, bel), discussed);
        assertEquals(List.of(0, 1), evaluated.solvable());
        List<ScoreRow> rows = ScoreRow.of(evaluated);
        int groups = QuestionGroup.of(questions).size();
        assertEquals(2 * 2 * groups, rows.size());
        ScoreRow idea3 = rows.get(groups);
        assertEquals(new Proportion(2, 4), idea3.right());
        assertEquals(new Proportion(1, 2), idea3.ofSolvable().orElseThrow());
        assertEquals(
                200,
                QuestionGroup.of(QUESTIONS).stream()
                        .filter(group -> group.kind().equals("family"))
                        .mapToInt(group -> group.questions().size())
                        .sum());
        ScoreDifference none = ScoreDifference.of(evaluated, evaluated, 1).getFirst();
        assertEquals(0, none.bootstrap().difference());
    }

    private static SoloResults greedy(Boolean... right) {
        List<Boolean> all = List.of(right);
        return new SoloResults(all, 0, all.stream().map(r -> 0).toList(), all, 0);
    }

    private static SoloExam exam(int samples, int batch) {
        return new SoloExam(
                QUESTIONS,
                new ArithmeticGrader(),
                new TranscriptPrompts(),
                new Sampling(0.7, 0, 1, 0, 32, List.of()),
                samples,
                11,
                batch);
    }
}
