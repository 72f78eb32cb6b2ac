package org.colloquy.log;

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
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** A small training log with every type of event and every awkward kind of value. */
final class SampleLog {

    static final AgentName ADA = new AgentName("ada");
    static final AgentName BEL = new AgentName("bel");

    private SampleLog() {}

    /** Whole sections, in order. */
    static List<List<InteractionEvent>> sections() {
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(List.of(start()));
        sections.add(List.of(graded(ADA), able(ADA), graded(BEL), able(BEL)));
        sections.add(List.of(evaluated(0)));
        sections.add(preamble(0, 0));
        sections.add(dialogue(new DialogueId(0, 0, 0)));
        sections.add(failedDialogue(new DialogueId(0, 0, 1)));
        sections.add(preamble(0, 1));
        sections.add(dialogue(new DialogueId(0, 1, 0)));
        sections.add(iterationEnd(0));
        sections.add(List.of(able(ADA), able(BEL)));
        sections.add(preamble(1, 0));
        sections.add(dialogue(new DialogueId(1, 0, 0)));
        sections.add(iterationEnd(1));
        sections.add(
                List.of(
                        new InteractionEvent.RunEnded(
                                3,
                                1,
                                6,
                                18,
                                3,
                                0,
                                List.of(
                                        new InteractionEvent.Accuracy(ADA, 3, 0, 3),
                                        new InteractionEvent.Accuracy(BEL, 3, 3, 3)))));
        return sections;
    }

    static void write(Path file) throws IOException {
        try (LogWriter writer = LogWriter.create(file)) {
            for (List<InteractionEvent> section : sections()) {
                writer.append(section);
            }
        }
    }

    static InteractionEvent.RunStarted start() {
        return new InteractionEvent.RunStarted(
                1,
                "0.1.0",
                Long.MIN_VALUE,
                new JsonText("{\"name\":\"caf\u00e9\",\"agents\":[{\"p\":null},{}]}"),
                List.of(
                        new InteractionEvent.Participant(ADA, "simulated", "simulated -0.5"),
                        new InteractionEvent.Participant(BEL, "simulated", "simulated 0.5")));
    }

    static InteractionEvent graded(AgentName agent) {
        return new InteractionEvent.ValidationGraded(
                agent, "add-1-000001", "add", 1, -1.5, "85", "Answer 85.", Grade.RIGHT);
    }

    static InteractionEvent able(AgentName agent) {
        return new InteractionEvent.AbilityEstimated(agent, 1, 1, 0.1 + 0.2, Double.MIN_VALUE);
    }

    static List<InteractionEvent> preamble(int iteration, int index) {
        QuestionKey key = new QuestionKey(iteration, index);
        return List.of(
                new InteractionEvent.QuestionPosed(
                        key,
                        new Question(
                                "chain-3-00000" + index,
                                "chain",
                                3,
                                "What is 47 plus 38?",
                                "85",
                                List.of(new Question.Step(47, "plus", 38, 85)))),
                new InteractionEvent.Compared(
                        key, ADA, 0, "add-1-000001", -1.5, true, "A", Optional.of(true)),
                new InteractionEvent.Compared(
                        key, BEL, 0, "add-1-000001", -1.5, false, "", Optional.empty()),
                new InteractionEvent.Attempted(key, BEL, 0, "85", Grade.MALFORMED),
                new InteractionEvent.DifficultyEstimated(key, "self-ranking", -0.0),
                new InteractionEvent.ModeChosen(
                        key,
                        "dynamic",
                        List.of(0.25, -1e-300),
                        -0.0,
                        List.of(0.6, 0.4),
                        0.5,
                        Mode.COOPERATE));
    }

    static List<InteractionEvent> dialogue(DialogueId id) {
        return List.of(
                started(id),
                turn(
                        new TurnId(id, 0, Stage.SHARE, 0),
                        "quote \" slash \\ tab \t nul \u0000 \u007f"),
                turn(
                        new TurnId(id, 0, Stage.SHARE, 1),
                        "\u00e9 \u20ac \ud83d\ude00 lone \ud800 \udc00"),
                new InteractionEvent.AnswersGraded(
                        id,
                        List.of(
                                new InteractionEvent.GradedAnswer(
                                        ADA,
                                        Grade.WRONG,
                                        Optional.of("84"),
                                        Grade.RIGHT,
                                        Optional.of("85"),
                                        OptionalInt.of(0)),
                                new InteractionEvent.GradedAnswer(
                                        BEL,
                                        Grade.RIGHT,
                                        Optional.of("85"),
                                        Grade.RIGHT,
                                        Optional.empty(),
                                        OptionalInt.empty()))),
                new InteractionEvent.DialogueEnded(id, DialogueStatus.FINISHED, ""));
    }

    private static List<InteractionEvent> failedDialogue(DialogueId id) {
        TurnId first = new TurnId(id, 0, Stage.SHARE, 0);
        return List.of(
                started(id),
                new InteractionEvent.TurnFailed(ADA, first, 1, "timed out after 500 ms"),
                new InteractionEvent.TurnFailed(ADA, first, 2, "timed out after 500 ms"),
                new InteractionEvent.DialogueEnded(id, DialogueStatus.FAILED, "ada gave up"));
    }

    static List<InteractionEvent> iterationEnd(int iteration) {
        DialogueId id = new DialogueId(iteration, 0, 0);
        return List.of(
                new InteractionEvent.GroupScored(
                        QuestionKey.of(id),
                        Stage.SHARE,
                        ADA,
                        List.of(0.1f, -0.0f),
                        List.of(1.1f, Float.MIN_VALUE),
                        List.of(0.7071068f, -0.7071068f),
                        List.of(new TurnId(id, 0, Stage.SHARE, 1))),
                new InteractionEvent.GroupScored(
                        QuestionKey.of(id),
                        Stage.SHARE,
                        BEL,
                        List.of(1f),
                        List.of(),
                        List.of(),
                        List.of()),
                updated(iteration, "ada"),
                evaluated(iteration + 1),
                new InteractionEvent.IterationEnded(iteration));
    }

    static InteractionEvent updated(int iteration, String policy) {
        return new InteractionEvent.PolicyUpdated(
                iteration,
                policy,
                -0.25,
                0.5,
                0,
                1.5,
                0,
                0,
                0,
                3.25,
                1,
                1,
                3e-4,
                120,
                2,
                1,
                1,
                0,
                21.5,
                0.5,
                1,
                "ab".repeat(32));
    }

    static InteractionEvent evaluated(int version) {
        return new InteractionEvent.SoloEvaluated(
                version, List.of(new InteractionEvent.Evaluated(ADA, version, 200)));
    }

    private static InteractionEvent started(DialogueId id) {
        return new InteractionEvent.DialogueStarted(
                id, "idea3", 1, Mode.COOPERATE, List.of(ADA, BEL), List.of(List.of(1), List.of(0)));
    }

    private static InteractionEvent turn(TurnId id, String text) {
        return new InteractionEvent.TurnTaken(
                id.agent() == 0 ? ADA : BEL,
                new Turn(
                        id,
                        "Question: What is 47 plus 38?\n",
                        text,
                        new TokenTrace(
                                new int[] {0, 1 << 20, 7},
                                new float[] {-0.0f, -1.17549435E-38f, -Float.MIN_VALUE}),
                        id.agent() == 1));
    }
}
