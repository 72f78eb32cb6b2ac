package org.colloquy.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Audience;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.dialogue.Vocabulary;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;
import org.colloquy.transformer.WordTokenizer;

/** Sections of dialogues in which agents say what a test wants them to. */
final class StagedTalk {

    static final Question QUESTION =
            new Question(
                    "add-2-000001",
                    "add",
                    2,
                    "What is 47 + 38?",
                    "85",
                    List.of(new Question.Step(47, "plus", 38, 85)));
    static final Question OTHER =
            new Question(
                    "add-3-000002",
                    "add",
                    3,
                    "What is 2 + 3?",
                    "5",
                    List.of(new Question.Step(2, "plus", 3, 5)));

    static final String RIGHT = "First 47 plus 38 is 85. Answer 85.";
    static final String WRONG = "First 47 plus 38 is 75. Answer 75.";
    static final String MUTE = "First 47 plus.";

    /** The ids that every speaker's tokens have in the log. */
    static final WordTokenizer SPEAKER = WordTokenizer.ofTexts(Vocabulary.words());

    private final List<AgentName> cast;
    private final int iteration;

    StagedTalk(int iteration, String... cast) {
        this.iteration = iteration;
        this.cast = IntStream.range(0, cast.length).mapToObj(i -> new AgentName(cast[i])).toList();
    }

    List<InteractionEvent> posed(int index, Question question) {
        return List.of(new QuestionPosed(new QuestionKey(iteration, index), question));
    }

    /** A whole dialogue: by round, what each agent says. */
    @SafeVarargs
    final List<InteractionEvent> dialogue(
            int index, int sample, Question question, String protocol, List<String>... rounds) {
        DialogueId id = new DialogueId(iteration, index, sample);
        List<List<Integer>> peers = Audience.all(cast.size());
        DialoguePlan plan = new DialoguePlan(id, question, cast, Mode.COMPETE, peers, 1);
        Dialogue dialogue = Dialogue.open(Protocol.named(protocol).orElseThrow(), plan);
        List<InteractionEvent> events = new ArrayList<>();
        events.add(new DialogueStarted(id, protocol, 1, Mode.COMPETE, cast, peers));
        for (List<String> round : rounds) {
            for (TurnId turnId : dialogue.awaited()) {
                Turn turn = turn(dialogue, turnId, round.get(turnId.agent()));
                events.add(new TurnTaken(cast.get(turnId.agent()), turn));
                dialogue = dialogue.accept(turn);
            }
        }
        boolean whole = dialogue.complete();
        events.add(
                new DialogueEnded(
                        id,
                        whole ? DialogueStatus.FINISHED : DialogueStatus.FAILED,
                        whole ? "" : "silence"));
        return events;
    }

    private static Turn turn(Dialogue dialogue, TurnId id, String text) {
        int[] ids = SPEAKER.encodeTurn(text);
        float[] logProbs = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            logProbs[i] = -0.25f * (i + 1);
        }
        String persona = "agent number " + id.agent();
        return new Turn(
                id,
                new TranscriptPrompts().turn(dialogue, id, persona),
                text,
                new TokenTrace(ids, logProbs),
                text.equals(MUTE));
    }

    /** The same solo dialogues of a question, one per column of ideas. */
    List<List<InteractionEvent>> solos(int index, Question question, List<List<String>> samples) {
        List<List<InteractionEvent>> sections = new ArrayList<>();
        for (int sample = 0; sample < samples.size(); sample++) {
            sections.add(dialogue(index, sample, question, "solo", samples.get(sample)));
        }
        return sections;
    }
}
