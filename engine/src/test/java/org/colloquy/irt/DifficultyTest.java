package org.colloquy.irt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.irt.SelfRanking.Comparison;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

class DifficultyTest {

    private static final double[] ANCHORS = {-1.5, -0.5, 0.5, 1.5};

    @Test
    void levelsAreOneLogitApartAroundTheMiddle() {
        assertEquals(-1.5, DifficultyScale.ofLevel(1));
        assertEquals(1.5, DifficultyScale.ofLevel(4));
        assertEquals(0, DifficultyScale.ofLevel(0));
        assertThrows(IllegalArgumentException.class, () -> DifficultyScale.ofLevel(-1));
    }

    @Test
    void passRateInvertsTheResponseModel() {
        for (double difficulty = -2; difficulty <= 2; difficulty += 0.25) {
            double p = ResponseModel.probability(0.4, difficulty);
            int tries = 1_000_000;
            int right = (int) StrictMath.round(p * tries);
            assertEquals(difficulty, PassRate.difficulty(right, tries, 0.4), 1e-3);
        }
    }

    @Test
    void passRateFallsWithEveryRightAnswerAndStaysFinite() {
        double before = Double.POSITIVE_INFINITY;
        for (int right = 0; right <= 6; right++) {
            double value = PassRate.difficulty(right, 6, 0);
            assertTrue(Double.isFinite(value) && value < before, right + " right gives " + value);
            before = value;
        }
        assertTrue(PassRate.difficulty(0, 60, 0) > PassRate.difficulty(0, 6, 0));
        assertThrows(IllegalArgumentException.class, () -> PassRate.difficulty(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PassRate.difficulty(3, 2, 0));
    }

    @Test
    void aConsistentRankingPutsTheQuestionBetweenItsNeighbours() {
        assertEquals(-2, SelfRanking.difficulty(verdicts("....")));
        assertEquals(-1, SelfRanking.difficulty(verdicts("+...")));
        assertEquals(0, SelfRanking.difficulty(verdicts("++..")));
        assertEquals(1, SelfRanking.difficulty(verdicts("+++.")));
        assertEquals(2, SelfRanking.difficulty(verdicts("++++")));
    }

    @Test
    void contradictionsCountByTheirNumberNotTheirPlace() {
        assertEquals(0, SelfRanking.difficulty(verdicts("..++")));
        assertEquals(0, SelfRanking.difficulty(verdicts("????")));
        assertEquals(0.5, SelfRanking.difficulty(verdicts("++?.")));
    }

    @Test
    void severalAgentsVerdictsArePooledInAnyOrder() {
        List<Comparison> both = new ArrayList<>(verdicts("+++."));
        both.addAll(verdicts("++.."));
        assertEquals(0.5, SelfRanking.difficulty(both));
        Collections.reverse(both);
        assertEquals(0.5, SelfRanking.difficulty(both));
    }

    @Test
    void oneAnchorAloneStillTellsAboveFromBelow() {
        assertEquals(
                0.75,
                SelfRanking.difficulty(List.of(new Comparison(3, 0.25, Verdict.QUESTION_HARDER))));
        assertEquals(
                -0.25,
                SelfRanking.difficulty(List.of(new Comparison(3, 0.25, Verdict.ANCHOR_HARDER))));
        assertThrows(IllegalArgumentException.class, () -> SelfRanking.difficulty(List.of()));
    }

    @Test
    void oneMoreHarderVerdictNeverLowersTheDifficulty() {
        for (int seed = 0; seed < 300; seed++) {
            long key = CounterRandom.key(seed, "verdicts");
            List<Comparison> comparisons = new ArrayList<>();
            int number = 1 + CounterRandom.below(key, 0, 12);
            for (int index = 0; index < number; index++) {
                int anchor = CounterRandom.below(key, 10 + index, 5);
                Verdict verdict = Verdict.values()[CounterRandom.below(key, 50 + index, 3)];
                comparisons.add(new Comparison(anchor, CounterRandom.gaussian(anchor, 7), verdict));
            }
            double before = SelfRanking.difficulty(comparisons);
            int raised = CounterRandom.below(key, 99, number);
            Comparison old = comparisons.get(raised);
            comparisons.set(
                    raised,
                    new Comparison(old.anchor(), old.anchorDifficulty(), Verdict.QUESTION_HARDER));
            double after = SelfRanking.difficulty(comparisons);
            assertTrue(after >= before, "seed " + seed + ": " + before + " then " + after);
        }
    }

    @Test
    void truthfulNoisyJudgesRankQuestionsInTheirTrueOrder() {
        double before = Double.NEGATIVE_INFINITY;
        for (double truth = -1.5; truth <= 1.5; truth += 1) {
            List<Comparison> comparisons = new ArrayList<>();
            for (int agent = 0; agent < 40; agent++) {
                for (int anchor = 0; anchor < ANCHORS.length; anchor++) {
                    long key = CounterRandom.key(agent, "judge", anchor);
                    boolean harder =
                            CounterRandom.uniform(key, 0)
                                    < ResponseModel.probability(truth, ANCHORS[anchor]);
                    Verdict verdict = harder ? Verdict.QUESTION_HARDER : Verdict.ANCHOR_HARDER;
                    comparisons.add(new Comparison(anchor, ANCHORS[anchor], verdict));
                }
            }
            double value = SelfRanking.difficulty(comparisons);
            assertTrue(value > before, "difficulty " + truth + " ranked at " + value);
            before = value;
        }
    }

    @Test
    void anchorsSpreadEvenlyOverTheLevels() {
        List<Question> candidates =
                IntStream.range(0, 40)
                        .mapToObj(i -> new Question("q" + i, "add", 1 + i % 4, "?", "1", List.of()))
                        .toList();
        List<Integer> levels =
                SelfRanking.anchors(candidates, 8).stream().map(Question::level).toList();
        assertEquals(List.of(1, 1, 2, 2, 3, 3, 4, 4), levels);
        assertEquals(3, SelfRanking.anchors(candidates.subList(0, 3), 8).size());
    }

    @Test
    void verdictsAreReadFromTheFirstWord() {
        assertEquals(Verdict.QUESTION_HARDER, Verdict.read(" A , it has more steps", true));
        assertEquals(Verdict.ANCHOR_HARDER, Verdict.read("A", false));
        assertEquals(Verdict.QUESTION_HARDER, Verdict.read("B.", false));
        assertEquals(Verdict.UNCLEAR, Verdict.read("Both are hard", true));
        assertEquals(Verdict.UNCLEAR, Verdict.read("", true));
    }

    private static List<Comparison> verdicts(String marks) {
        return IntStream.range(0, marks.length())
                .mapToObj(
                        anchor ->
                                new Comparison(
                                        anchor,
                                        ANCHORS[anchor],
                                        switch (marks.charAt(anchor)) {
                                            case '+' -> Verdict.QUESTION_HARDER;
                                            case '.' -> Verdict.ANCHOR_HARDER;
                                            default -> Verdict.UNCLEAR;
                                        }))
                .toList();
    }
}
