package org.colloquy.grpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.junit.jupiter.api.Test;

class AdvantagesTest {

    private static final AdvantageSettings DR_GRPO =
            new AdvantageSettings(true, AdvantageNormalisation.NONE, DynamicSampling.OFF);

    @Test
    void laysGroupsOfAnySizeOut() {
        GroupRewards ada = new GroupRewards(new float[] {0, 0}, new float[] {1});
        GroupRewards bel = GroupRewards.of(0, 1);
        List<List<GroupAdvantages>> all =
                Advantages.of(
                        List.of(List.of(ada, bel), List.of(GroupRewards.of(), GroupRewards.of(1))),
                        DR_GRPO);
        GroupAdvantages first = all.get(0).get(0);
        assertArrayEquals(new float[] {-0.5f, -0.5f, 1.5f}, first.calibrated());
        assertArrayEquals(new float[] {-2f / 3, -2f / 3, 4f / 3}, first.advantages(), 1e-6f);
        assertArrayEquals(new float[] {0, 2}, all.get(0).get(1).calibrated());
        assertEquals(0, all.get(1).get(0).advantages().length);
        assertArrayEquals(new float[] {1}, all.get(1).get(1).calibrated());
        assertArrayEquals(new float[] {0}, all.get(1).get(1).advantages());
        assertTrue(first.differ());
        assertFalse(all.get(1).get(0).differ());
        assertFalse(all.get(1).get(1).differ());
    }

    @Test
    void refusesAQuestionThatLacksAnAgent() {
        GroupRewards group = GroupRewards.of(0, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> Advantages.of(List.of(List.of(group, group), List.of(group)), DR_GRPO));
    }

    @Test
    void noQuestionsHaveNoAdvantages() {
        assertEquals(List.of(), Advantages.of(List.of(), DR_GRPO));
    }
}
