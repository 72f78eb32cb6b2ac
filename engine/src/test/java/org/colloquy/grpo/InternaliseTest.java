package org.colloquy.grpo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.colloquy.grpo.Internalise.Taken;
import org.colloquy.grpo.InternaliseSettings.Source;
import org.junit.jupiter.api.Test;

class InternaliseTest {

    private static final boolean[] NEVER = {false, false, false};
    private static final List<boolean[]> RIGHT =
            List.of(
                    new boolean[] {true, false, true},
                    new boolean[] {false, true, true},
                    new boolean[] {false, true});

    private static List<Taken> choose(Source source, boolean onlyWithoutRight, int limit) {
        InternaliseSettings settings =
                new InternaliseSettings(source, true, onlyWithoutRight, limit);
        return Internalise.choose(settings, NEVER, RIGHT, 1);
    }

    @Test
    void takesPeersRightIdeasByTheSample() {
        assertEquals(
                List.of(new Taken(0, 0), new Taken(2, 1), new Taken(0, 2)),
                choose(Source.RIGHT_IDEAS, false, 9));
        assertEquals(
                List.of(new Taken(0, 0), new Taken(2, 1)), choose(Source.RIGHT_IDEAS, false, 2));
    }

    @Test
    void takesItsOwnRightFusionsToo() {
        assertEquals(
                List.of(
                        new Taken(0, 0),
                        new Taken(1, 1),
                        new Taken(2, 1),
                        new Taken(0, 2),
                        new Taken(1, 2)),
                choose(Source.RIGHT_FUSIONS, false, 9));
    }

    @Test
    void takesNoneIfOffOrNotNeeded() {
        assertEquals(List.of(), choose(Source.NONE, false, 9));
        assertEquals(3, choose(Source.RIGHT_IDEAS, true, 9).size());
        assertEquals(
                List.of(),
                Internalise.choose(
                        new InternaliseSettings(Source.RIGHT_IDEAS, true, true, 9),
                        new boolean[] {false, true, false},
                        RIGHT,
                        1));
    }
}
