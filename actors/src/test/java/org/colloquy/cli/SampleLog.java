package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.Accuracy;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.JsonText;
import org.colloquy.log.LogWriter;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** A log of two dialogues, one of them failed, written by hand. */
final class SampleLog {

    static final String SOLVED = "First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255.";
    static final String ERRED = "First 47 plus 38 is 85. Second 85 times 3 is 245. Answer 245.";
    static final String CHALLENGE =
            "First 47 plus 38 is 85, yes. Second 85 times 3 is 255, not 245 by peer 1. \u001b[2J";

    private static final AgentName ADA = new AgentName("ada");
    private static final AgentName BEL = new AgentName("bel");
    private static final QuestionKey KEY = new QuestionKey(0, 0);
    private static final Question QUESTION =
            new Question("chain-2-000001", "chain", 2, "What is (47 + 38) * 3?", "255", List.of());

    private SampleLog() {}

    static void write(Path file) throws IOException {
        try (LogWriter writer = LogWriter.create(file)) {
            for (List<InteractionEvent> section : sections()) {
                writer.append(section);
            }
        }
    }

    static List<InteractionEvent> events() {
        return sections().stream().flatMap(List::stream).toList();
    }

    private static List<List<InteractionEvent>> sections() {
        return List.of(
                List.of(
                        new RunStarted(
                                1,
                                "0.1.0",
                                42,
                                new JsonText("{\"name\":\"sample\"}"),
                                List.of(participant(ADA), participant(BEL)))),
                List.of(
                        new QuestionPosed(KEY, QUESTION),
                        new DifficultyEstimated(KEY, "label", 0.5),
                        new ModeChosen(
                                KEY,
                                "dynamic mean",
                                List.of(1.0, 0.8),
                                0.5,
                                List.of(0.7, 0.62),
                                0.66,
                                Mode.COMPETE)),
                finished(new DialogueId(0, 0, 0)),
                failed(new DialogueId(0, 0, 1)),
                List.of(
                        new RunEnded(
                                1,
                                1,
                                6,
                                60,
                                0,
                                1,
                                List.of(new Accuracy(ADA, 1, 1, 1), new Accuracy(BEL, 1, 0, 1)))));
    }

    private static Participant participant(AgentName name) {
        return new Participant(name, "simulated", "simulated");
    }

    private static List<InteractionEvent> finished(DialogueId id) {
        List<InteractionEvent> events = new ArrayList<>();
        events.add(opening(id));
        events.add(turn(id, 0, Stage.SHARE, 0, SOLVED));
        events.add(turn(id, 0, Stage.SHARE, 1, ERRED));
        events.add(turn(id, 1, Stage.ANALYSE, 0, CHALLENGE));
        events.add(turn(id, 1, Stage.ANALYSE, 1, "Peer 1 has 255 at the second step, not 245."));
        events.add(turn(id, 2, Stage.FUSE, 0, SOLVED));
        events.add(turn(id, 2, Stage.FUSE, 1, SOLVED));
        events.add(
                new AnswersGraded(
                        id,
                        List.of(
                                answer(ADA, Grade.RIGHT, "255", OptionalInt.empty()),
                                answer(BEL, Grade.WRONG, "245", OptionalInt.of(1)))));
        events.add(new DialogueEnded(id, DialogueStatus.FINISHED, ""));
        return events;
    }

    private static List<InteractionEvent> failed(DialogueId id) {
        return List.of(
                opening(id),
                turn(id, 0, Stage.SHARE, 0, SOLVED),
                new DialogueEnded(id, DialogueStatus.FAILED, "bel: no answer in 5 s, 3 times"));
    }

    private static GradedAnswer answer(
            AgentName agent, Grade solo, String first, OptionalInt wrongStep) {
        return new GradedAnswer(
                agent, solo, Optional.of(first), Grade.RIGHT, Optional.of("255"), wrongStep);
    }

    private static DialogueStarted opening(DialogueId id) {
        return new DialogueStarted(
                id, "idea3", 1, Mode.COMPETE, List.of(ADA, BEL), List.of(List.of(1), List.of(0)));
    }

    private static TurnTaken turn(DialogueId id, int round, Stage stage, int agent, String text) {
        int[] tokens = new int[10];
        return new TurnTaken(
                agent == 0 ? ADA : BEL,
                new Turn(
                        new TurnId(id, round, stage, agent),
                        "Question: What is (47 + 38) * 3?\nIdea:",
                        text,
                        new TokenTrace(tokens, new float[10]),
                        false));
    }
}
