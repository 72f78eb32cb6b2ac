package org.colloquy.irt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.dialogue.Mode;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

class ModeChoiceTest {

    private static final ModeRule MEAN = new ModeRule.Dynamic(Pooling.MEAN);

    @Test
    void aHardQuestionIsMetTogetherAndAnEasyOneAsRivals() {
        assertEquals(Mode.COOPERATE, mode(MEAN, 0.5, 0.0));
        assertEquals(Mode.COMPETE, mode(MEAN, -0.5, 0.0));
    }

    @Test
    void exactlyOneHalfCompetes() {
        for (Pooling pooling : Pooling.values()) {
            assertEquals(Mode.COMPETE, mode(new ModeRule.Dynamic(pooling), 0.25, 0.25, 0.25));
        }
        assertEquals(
                Mode.COMPETE,
                mode(new ModeRule.Dynamic(Pooling.MAJORITY), 0, -3.0, -2.0, 1.0, 2.0));
    }

    @Test
    void poolingsDifferWhereAgentsDo() {
        List<Double> abilities = List.of(4.0, -0.2, -0.2);
        assertEquals(0.59, decide(MEAN, abilities, 0).pooled(), 0.03);
        assertEquals(Mode.COMPETE, decide(MEAN, abilities, 0).mode());
        ModeDecision majority = decide(new ModeRule.Dynamic(Pooling.MAJORITY), abilities, 0);
        assertEquals(1.0 / 3, majority.pooled());
        assertEquals(Mode.COOPERATE, majority.mode());
        ModeDecision minimum = decide(new ModeRule.Dynamic(Pooling.MINIMUM), abilities, 0);
        assertEquals(minimum.probabilities().get(1), minimum.pooled());
        assertEquals(Mode.COOPERATE, minimum.mode());
    }

    @Test
    void aMoreAbleParticipantNeverTurnsRivalsIntoColleagues() {
        for (int seed = 0; seed < 300; seed++) {
            long key = CounterRandom.key(seed, "cast");
            List<Double> abilities =
                    IntStream.range(0, 4).mapToObj(i -> CounterRandom.gaussian(key, i)).toList();
            List<Double> abler = abilities.stream().map(ability -> ability + 0.3).toList();
            double difficulty = CounterRandom.gaussian(key, 9);
            for (Pooling pooling : Pooling.values()) {
                ModeRule rule = new ModeRule.Dynamic(pooling);
                ModeDecision before = decide(rule, abilities, difficulty);
                ModeDecision after = decide(rule, abler, difficulty);
                assertTrue(after.pooled() >= before.pooled());
                assertTrue(after.mode().compareTo(before.mode()) >= 0, "seed " + seed);
                assertTrue(decide(rule, abilities, difficulty + 0.3).pooled() <= before.pooled());
            }
        }
    }

    @Test
    void aFixedModeIgnoresTheProbabilitiesAndStillRecordsThem() {
        ModeDecision decision = decide(new ModeRule.Always(Mode.COMPETE), List.of(-3.0, -1.0), 2);
        assertEquals(Mode.COMPETE, decision.mode());
        assertEquals(2, decision.probabilities().size());
        assertTrue(decision.pooled() < 0.01);
    }

    @Test
    void aRatioIsKeptAndItsDrawsDependOnSeedAndQuestionOnly() {
        ModeRule rule = new ModeRule.Ratio(0.3);
        long cooperating =
                IntStream.range(0, 10_000).filter(q -> at(rule, 5, q, 0) == Mode.COOPERATE).count();
        assertEquals(3_000, cooperating, 150);
        List<Mode> easy = IntStream.range(0, 50).mapToObj(q -> at(rule, 5, q, -9)).toList();
        List<Mode> hard = IntStream.range(0, 50).mapToObj(q -> at(rule, 5, q, 9)).toList();
        List<Mode> other = IntStream.range(0, 50).mapToObj(q -> at(rule, 6, q, 9)).toList();
        assertEquals(easy, hard);
        assertNotEquals(hard, other);
        assertEquals(Mode.COMPETE, at(new ModeRule.Ratio(0), 1, 1, 0));
        assertEquals(Mode.COOPERATE, at(new ModeRule.Ratio(1), 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ModeRule.Ratio(1.5));
        assertThrows(IllegalArgumentException.class, () -> new ModeRule.Ratio(Double.NaN));
    }

    @Test
    void aDecisionTakenAgainIsEqualAndAnAlteredOneIsNot() {
        ModeDecision decision = decide(MEAN, List.of(0.3, -0.7), 0.1);
        assertEquals(decision, decision.recomputed());
        ModeDecision altered =
                new ModeDecision(
                        MEAN,
                        1,
                        3,
                        List.of(0.3, -0.7),
                        0.2,
                        decision.probabilities(),
                        decision.pooled(),
                        decision.mode());
        assertNotEquals(altered, altered.recomputed());
    }

    @Test
    void nobodyIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> decide(MEAN, List.of(), 0));
    }

    private static ModeDecision decide(ModeRule rule, List<Double> abilities, double difficulty) {
        return ModeChoice.decide(rule, 1, 3, abilities, difficulty);
    }

    private static Mode mode(ModeRule rule, double difficulty, Double... abilities) {
        return decide(rule, List.of(abilities), difficulty).mode();
    }

    private static Mode at(ModeRule rule, long seed, int question, double difficulty) {
        return ModeChoice.decide(rule, seed, question, List.of(0.0), difficulty).mode();
    }
}
