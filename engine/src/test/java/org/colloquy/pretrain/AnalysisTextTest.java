package org.colloquy.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.colloquy.dialogue.Mode;
import org.colloquy.question.Question.Step;
import org.junit.jupiter.api.Test;

class AnalysisTextTest {

    private static final List<Step> RIGHT =
            List.of(new Step(47, "plus", 38, 85), new Step(85, "times", 3, 255));
    private static final String WELL =
            "First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255.";
    private static final String SECOND =
            "First 47 plus 38 is 85. Second 85 times 3 is 245. Answer 245.";
    private static final String FIRST =
            "First 47 plus 38 is 75. Second 75 times 3 is 225. Answer 225.";

    @Test
    void everybodyRight() {
        String recomputed = "First 47 plus 38 is 85, yes. Second 85 times 3 is 255, yes. ";
        assertEquals(recomputed + "We agree.", cooperate(WELL, WELL));
        assertEquals(recomputed + "I cannot refute peer 1.", compete(WELL, WELL));
        assertEquals(recomputed + "I cannot refute anybody.", compete(WELL, WELL, WELL));
        assertEquals(recomputed + "We agree.", compete(WELL));
    }

    @Test
    void oneWrongPeerEndsIt() {
        String second =
                "First 47 plus 38 is 85, yes. Second 85 times 3 is 255, not 245 by peer 1. ";
        assertEquals(second + "Let us correct peer 1 at second.", cooperate(WELL, SECOND));
        assertEquals(second + "I refute peer 1 at second.", compete(WELL, SECOND));
        assertEquals(
                "First 47 plus 38 is 85, not 75 by peer 1. I refute peer 1 at first.",
                compete(SECOND, FIRST));
    }

    @Test
    void ownMistakesAreOwned() {
        assertEquals(
                "First 47 plus 38 is 85, not my 75. I was wrong at first.", compete(FIRST, WELL));
        assertEquals(
                "First 47 plus 38 is 85, not 75 by peer 1, not my 75. Let us correct peer 1 at first."
                        + " I was wrong at first.",
                cooperate(FIRST, FIRST));
    }

    @Test
    void severalPeersAreFollowedToTheEnd() {
        assertEquals(
                "First 47 plus 38 is 85, not 75 by peer 2. Second 85 times 3 is 255, not 245 by peer 1."
                        + " I refute peer 1 at second. I refute peer 2 at first.",
                compete(WELL, SECOND, FIRST));
        assertEquals(
                "First 47 plus 38 is 85, not 75 by peer 1, not 75 by peer 2, not my 75."
                        + " I refute peer 1 at first. I refute peer 2 at first. I was wrong at first.",
                compete(FIRST, FIRST, FIRST));
    }

    @Test
    void unclearPeersCannotBeFollowed() {
        String recomputed = "First 47 plus 38 is 85, yes. Second 85 times 3 is 255, yes. ";
        for (String unclear : List.of("", "peer peer", "First 47 plus 38 is 85. Second 85")) {
            assertEquals(recomputed + "I cannot follow peer 1.", compete(WELL, unclear));
        }
    }

    private static String cooperate(String own, String... peers) {
        return AnalysisText.of(Mode.COOPERATE, RIGHT, own, List.of(peers));
    }

    private static String compete(String own, String... peers) {
        return AnalysisText.of(Mode.COMPETE, RIGHT, own, List.of(peers));
    }
}
