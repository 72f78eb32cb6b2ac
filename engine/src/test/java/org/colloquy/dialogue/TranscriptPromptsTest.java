package org.colloquy.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptPromptsTest {

    private static final TranscriptPrompts PROMPTS = new TranscriptPrompts();
    private static final String RIGHT =
            "First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255.";
    private static final String WRONG =
            "First 47 plus 38 is 75. Second 75 times 3 is 225. Answer 225.";

    @Test
    void anIdea3TranscriptReadsAsADiscussion() {
        Dialogue dialogue = Casts.open(new Idea3(), 2, 1);
        dialogue = say(dialogue, RIGHT, WRONG);
        dialogue =
                say(
                        dialogue,
                        "First 47 plus 38 is 85, not 75 by peer 1. I refute peer 1 at first.",
                        "First 47 plus 38 is 85, not my 75. I was wrong at first.");
        assertEquals(
                """
                Question: What is (47 + 38) * 3?
                Idea: First 47 plus 38 is 75. Second 75 times 3 is 225. Answer 225.
                Peer 1: First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255.
                Challenge peer 1: First 47 plus 38 is 85, not my 75. I was wrong at first.
                Peer 1 replies: First 47 plus 38 is 85, not 75 by you. I refute you at first.
                Final:\
                """
                        + " ",
                PROMPTS.turn(dialogue, dialogue.awaited().get(1), ""));
    }

    @Test
    void theModeShapesTheWords() {
        for (Mode mode : Mode.values()) {
            Dialogue two = Casts.open(new Idea3(), 1, mode, Audience.all(2));
            Dialogue three = Casts.open(new Idea3(), 1, mode, Audience.all(3));
            boolean together = mode == Mode.COOPERATE;
            assertEquals(
                    together ? "Work with peer 1: " : "Challenge peer 1: ",
                    lastLine(say(two, RIGHT, WRONG)));
            assertEquals(
                    together ? "Work together: " : "Challenge all: ",
                    lastLine(say(three, RIGHT, WRONG, RIGHT)));
            assertEquals(
                    together ? "Together: " : "Final: ",
                    lastLine(say(say(two, RIGHT, WRONG), "x", "y")));
        }
    }

    @Test
    void votersAreAskedAloneInEveryRoundAndDebatersRevise() {
        Dialogue vote = Casts.open(new Vote(), 3, 3);
        String alone = PROMPTS.turn(vote, vote.awaited().getFirst(), "");
        vote = say(vote, RIGHT, WRONG, RIGHT);
        assertEquals(alone, PROMPTS.turn(vote, vote.awaited().getLast(), ""));
        Dialogue debate = say(Casts.open(new Debate(), 2, 1), RIGHT, WRONG);
        assertEquals(
                TranscriptPrompts.opening(Casts.QUESTION)
                        + RIGHT
                        + "\nPeer 1: "
                        + WRONG
                        + "\nRevise: ",
                PROMPTS.turn(debate, debate.awaited().getFirst(), ""));
    }

    @Test
    void mentionsOfThirdPartiesTakeTheHearersNumbers() {
        Dialogue ring =
                Casts.open(
                        new Idea3(),
                        1,
                        Mode.COMPETE,
                        List.of(List.of(1, 2), List.of(2), List.of(0)));
        ring = say(ring, RIGHT, RIGHT, RIGHT);
        ring = say(ring, "I refute peer 1.", "I refute peer 1.", "I refute peer 1, peer 7.");
        List<TurnId> fusions = ring.awaited();
        String first = PROMPTS.turn(ring, fusions.get(0), "");
        assertTrue(first.contains("Peer 1 replies: I refute peer 2.\n"), first);
        assertTrue(first.contains("Peer 2 replies: I refute you, peer 7.\n"), first);
        String last = PROMPTS.turn(ring, fusions.get(2), "");
        assertTrue(last.contains("Peer 1 replies: I refute another.\n"), last);
    }

    @Test
    void eachPromptStartsWithThePromptAndTextBeforeWhateverAgentsWrite() {
        for (Protocol protocol : List.of(new Debate(), new Idea3())) {
            for (int cast : List.of(1, 2, 3, DialoguePlan.MAX_CAST)) {
                for (List<List<Integer>> peers :
                        List.of(
                                Audience.all(cast),
                                Audience.ring(cast),
                                Audience.random(cast, 2, Casts.key(cast)))) {
                    Dialogue dialogue = Casts.open(protocol, 2, Mode.COOPERATE, peers);
                    while (!dialogue.complete()) {
                        dialogue = scribbled(dialogue);
                    }
                }
            }
        }
    }

    private static Dialogue scribbled(Dialogue dialogue) {
        Dialogue next = dialogue;
        for (TurnId id : dialogue.awaited()) {
            Turn turn = Casts.turn(dialogue, id, Casts.scribble(id));
            if (id.round() > 0) {
                Turn before = dialogue.rounds().getLast().get(id.agent());
                String common = before.prompt() + before.text() + "\n";
                assertTrue(turn.prompt().startsWith(common));
                int peers = dialogue.plan().peers().get(id.agent()).size();
                String added = turn.prompt().substring(common.length());
                assertEquals(peers, added.chars().filter(c -> c == '\n').count());
            }
            next = next.accept(turn);
        }
        return next;
    }

    @Test
    void longQuotationsAreCutBetweenCharacters() {
        String smileys = "\uD83D\uDE00".repeat(TranscriptPrompts.MAX_QUOTED);
        Dialogue dialogue = say(Casts.open(new Debate(), 2, 1), RIGHT, "x" + smileys);
        String prompt = PROMPTS.turn(dialogue, dialogue.awaited().getFirst(), "");
        assertTrue(prompt.length() < TranscriptPrompts.MAX_QUOTED + 300);
        assertFalse(Character.isHighSurrogate(prompt.charAt(prompt.indexOf("\nRevise") - 1)));
    }

    @Test
    void personasAndComparisons() {
        Dialogue solo = Casts.open(new Solo(), 1, 1);
        assertEquals(
                "You are a careful\u0020clerk.\nQuestion: What is (47 + 38) * 3?\nIdea: ",
                PROMPTS.turn(solo, solo.awaited().getFirst(), "a careful\nclerk"));
        assertEquals(
                "Harder? A: What is (47 + 38) * 3? B: What is (47 + 38) * 3?\nHarder: ",
                PROMPTS.comparison(Casts.QUESTION, Casts.QUESTION, ""));
    }

    private static Dialogue say(Dialogue dialogue, String... texts) {
        Dialogue next = dialogue;
        for (TurnId id : dialogue.awaited()) {
            next = next.accept(Casts.turn(dialogue, id, texts[id.agent()]));
        }
        return next;
    }

    private static String lastLine(Dialogue dialogue) {
        String prompt = PROMPTS.turn(dialogue, dialogue.awaited().getFirst(), "");
        return prompt.substring(prompt.lastIndexOf('\n') + 1);
    }
}
