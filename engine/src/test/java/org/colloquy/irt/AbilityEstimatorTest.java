package org.colloquy.irt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.irt.AbilityEstimator.Response;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

class AbilityEstimatorTest {

    @Test
    void simulatedAnswersGiveTheAbilityBackWithinItsOwnIntervals() {
        int runs = 600;
        int covered = 0;
        double bias = 0;
        for (int seed = 0; seed < runs; seed++) {
            double truth = 4 * CounterRandom.uniform(CounterRandom.key(seed, "truth"), 0) - 2;
            Ability ability = AbilityEstimator.estimate(simulate(seed, truth, 80));
            double error = ability.value() - truth;
            bias += error / runs;
            covered += StrictMath.abs(error) <= 1.96 * ability.standardError() ? 1 : 0;
        }
        double coverage = (double) covered / runs;
        assertTrue(coverage > 0.92 && coverage < 0.98, "coverage of 95 % intervals: " + coverage);
        assertTrue(StrictMath.abs(bias) < 0.03, "bias: " + bias);
    }

    @Test
    void theExpectedScoreAtTheEstimateIsTheRawScore() {
        for (int seed = 0; seed < 200; seed++) {
            List<Response> responses = simulate(seed, 0.3, 12);
            long right = responses.stream().filter(Response::right).count();
            if (right == 0 || right == responses.size()) {
                continue;
            }
            double value = AbilityEstimator.estimate(responses).value();
            double expected =
                    responses.stream()
                            .mapToDouble(r -> ResponseModel.probability(value, r.difficulty()))
                            .sum();
            assertEquals(right, expected, 1e-9, "seed " + seed);
        }
    }

    @Test
    void oneMoreRightAnswerIsAHigherAbilityFromNoneToAll() {
        for (int questions : new int[] {1, 2, 5, 40}) {
            double before = Double.NEGATIVE_INFINITY;
            for (int right = 0; right <= questions; right++) {
                Ability ability = AbilityEstimator.estimate(firstRight(questions, right, 0));
                assertTrue(ability.value() > before, right + " right of " + questions);
                assertTrue(Double.isFinite(ability.standardError()) && ability.standardError() > 0);
                before = ability.value();
            }
        }
    }

    @Test
    void allRightAndAllWrongAreMirrorImages() {
        double best = AbilityEstimator.estimate(firstRight(8, 8, 0)).value();
        double worst = AbilityEstimator.estimate(firstRight(8, 0, 0)).value();
        assertEquals(best, -worst, 1e-9);
        assertTrue(best > 1.5, "beyond the hardest level: " + best);
    }

    @Test
    void harderQuestionsMoveTheAbilityByAsMuch() {
        double plain = AbilityEstimator.estimate(firstRight(10, 4, 0)).value();
        double moved = AbilityEstimator.estimate(firstRight(10, 4, 2.25)).value();
        assertEquals(plain + 2.25, moved, 1e-9);
    }

    @Test
    void farApartDifficultiesStillConverge() {
        List<Response> responses =
                List.of(
                        new Response(-300, true),
                        new Response(-300, true),
                        new Response(0, true),
                        new Response(300, false));
        double value = AbilityEstimator.estimate(responses).value();
        assertTrue(value > -300 && value < 300, "between the extremes: " + value);
    }

    @Test
    void moreAnswersAreASmallerStandardError() {
        double few = AbilityEstimator.estimate(firstRight(8, 4, 0)).standardError();
        double many = AbilityEstimator.estimate(firstRight(80, 40, 0)).standardError();
        assertEquals(few / StrictMath.sqrt(10), many, 1e-9);
    }

    @Test
    void noAnswerIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> AbilityEstimator.estimate(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Response(Double.NaN, true));
    }

    private static List<Response> simulate(int seed, double ability, int questions) {
        long key = CounterRandom.key(seed, "answers");
        List<Response> responses = new ArrayList<>();
        for (int index = 0; index < questions; index++) {
            double difficulty = DifficultyScale.ofLevel(1 + index % 4);
            double p = ResponseModel.probability(ability, difficulty);
            responses.add(new Response(difficulty, CounterRandom.uniform(key, index) < p));
        }
        return responses;
    }

    private static List<Response> firstRight(int questions, int right, double shift) {
        List<Response> responses = new ArrayList<>();
        for (int index = 0; index < questions; index++) {
            double difficulty = shift + DifficultyScale.ofLevel(1 + index % 4);
            responses.add(new Response(difficulty, index < right));
        }
        return responses;
    }
}
