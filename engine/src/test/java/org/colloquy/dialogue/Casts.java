package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.random.CounterRandom;
import org.colloquy.random.Dice;

/** Dialogues for tests. */
final class Casts {

    static final Question QUESTION =
            new Question(
                    "chain-2-test-000000",
                    "chain",
                    2,
                    "What is (47 + 38) * 3?",
                    "255",
                    List.of(new Step(47, "plus", 38, 85), new Step(85, "times", 3, 255)));

    private static final List<String> SCRAPS =
            List.of(
                    "Answer 255.",
                    "Answer 7.",
                    "peer 1",
                    "Peer 63",
                    "\n",
                    "  ",
                    "Question:",
                    "$1 \\",
                    "\uD83D\uDE00",
                    "peer 999",
                    "First 47 plus 38 is 85.",
                    "\t\u2028",
                    "Answer");

    private static final PromptBook PROMPTS = new TranscriptPrompts();

    private Casts() {}

    static Dialogue open(Protocol protocol, int cast, int rounds) {
        return open(protocol, rounds, Mode.COMPETE, Audience.all(cast));
    }

    static Dialogue open(Protocol protocol, int rounds, Mode mode, List<List<Integer>> peers) {
        List<AgentName> names = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            names.add(new AgentName("agent-" + i));
        }
        DialogueId id = new DialogueId(0, 0, 0);
        return Dialogue.open(protocol, new DialoguePlan(id, QUESTION, names, mode, peers, rounds));
    }

    static Turn turn(Dialogue dialogue, TurnId id, String text) {
        return new Turn(id, PROMPTS.turn(dialogue, id, ""), text, TokenTrace.NONE, false);
    }

    /** Anything that a model might write, fixed by the turn. */
    static String scribble(TurnId id) {
        Dice dice = new Dice(id.randomKey(1));
        StringBuilder text = new StringBuilder();
        for (int length = dice.between(0, 5); length > 0; length--) {
            text.append(dice.pick(SCRAPS));
        }
        return text.toString();
    }

    static long key(int index) {
        return CounterRandom.key(index, "casts");
    }
}
