package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.JsonText;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;
import org.colloquy.random.CounterRandom;

/** The sections of a made-up run of two agents, of the size that real ones have. */
final class BenchDialogues {

    private static final int TOKENS = 48;
    private static final List<AgentName> CAST = List.of(new AgentName("ada"), new AgentName("bel"));
    private static final Question QUESTION =
            new Question(
                    "chain-2-test-000000",
                    "chain",
                    2,
                    "What is (47 + 38) * 3?",
                    "255",
                    List.of(
                            new Question.Step(47, "plus", 38, 85),
                            new Question.Step(85, "times", 3, 255)));

    private BenchDialogues() {}

    /** The header, and one question with so many dialogues by Idea3. */
    static List<List<InteractionEvent>> sections(int dialogues) {
        List<Participant> agents =
                CAST.stream().map(name -> new Participant(name, "simulated", "none")).toList();
        QuestionKey key = new QuestionKey(0, 0);
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(List.of(new RunStarted(1, "bench", 1, new JsonText("{}"), agents)));
        sections.add(
                List.of(
                        new QuestionPosed(key, QUESTION),
                        new ModeChosen(
                                key,
                                "compete",
                                List.of(0.0, 0.0),
                                0,
                                List.of(0.5, 0.5),
                                0.5,
                                Mode.COMPETE)));
        for (int sample = 0; sample < dialogues; sample++) {
            sections.add(dialogue(new DialogueId(0, 0, sample)));
        }
        return sections;
    }

    private static List<InteractionEvent> dialogue(DialogueId id) {
        DialoguePlan plan =
                new DialoguePlan(
                        id, QUESTION, CAST, Mode.COMPETE, List.of(List.of(1), List.of(0)), 1);
        Dialogue dialogue = Dialogue.open(new Idea3(), plan);
        List<InteractionEvent> events = new ArrayList<>();
        events.add(new DialogueStarted(id, "idea3", 1, Mode.COMPETE, CAST, plan.peers()));
        while (!dialogue.complete()) {
            for (TurnId turnId : dialogue.awaited()) {
                Turn turn = turn(dialogue, turnId);
                events.add(new TurnTaken(CAST.get(turnId.agent()), turn));
                dialogue = dialogue.accept(turn);
            }
        }
        events.add(new AnswersGraded(id, CAST.stream().map(BenchDialogues::right).toList()));
        events.add(new DialogueEnded(id, DialogueStatus.FINISHED, ""));
        return List.copyOf(events);
    }

    private static Turn turn(Dialogue dialogue, TurnId id) {
        long key = id.randomKey(1);
        int[] ids = new int[TOKENS];
        float[] logProbs = new float[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            ids[i] = CounterRandom.below(key, i, 200);
            logProbs[i] = (float) StrictMath.log(1 - CounterRandom.uniform(key, TOKENS + i));
        }
        return new Turn(
                id,
                new TranscriptPrompts().turn(dialogue, id, ""),
                WorkedSolution.text(QUESTION.steps()),
                new TokenTrace(ids, logProbs),
                false);
    }

    private static GradedAnswer right(AgentName agent) {
        return new GradedAnswer(
                agent,
                Grade.RIGHT,
                Optional.of("255"),
                Grade.RIGHT,
                Optional.of("255"),
                OptionalInt.empty());
    }
}
