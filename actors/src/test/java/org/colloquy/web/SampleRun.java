package org.colloquy.web;

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
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.Accuracy;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.JsonText;
import org.colloquy.log.LogFormat;
import org.colloquy.log.LogWriter;
import org.colloquy.log.QuestionKey;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;

/**
 * A run written by hand: two agents, two samples of each question, an idea and a fusion of each
 * agent. Ada is wrong alone and right at the end in sample 0, and right throughout in sample 1; bel
 * is always right. A question i has level 1 + i mod 4, family add for even i, and is met as rivals
 * if i is odd.
 */
final class SampleRun {

    static final String HOSTILE =
            "<script>document.title='owned'</script><img src=x> \u202eabc\u001b[2J";

    private static final AgentName ADA = new AgentName("ada");
    private static final AgentName BEL = new AgentName("bel");
    private static final List<Participant> AGENTS =
            List.of(new Participant(ADA, "simulated", "a"), new Participant(BEL, "simulated", "b"));
    private static final JsonText TRAINING = new JsonText("{\"name\":\"sample\",\"train\":{}}");
    private static final JsonText SCENARIO = new JsonText("{\"name\":\"sample\"}");

    private SampleRun() {}

    /** A finished run of so many questions. */
    static void write(Path directory, LogFormat format, int questions) throws IOException {
        try (RunDirectory run = RunDirectory.create(directory, manifest(directory, format));
                LogWriter log = run.newLog()) {
            log.append(header());
            for (int i = 0; i < questions; i++) {
                for (List<InteractionEvent> section : question(0, i)) {
                    log.append(section);
                }
            }
            log.append(List.of(end(2 * questions)));
            run.mark(RunStatus.FINISHED, Optional.of(log.digest()));
        }
    }

    /** A finished training run of two iterations of so many questions. */
    static void writeTraining(Path directory, int questions) throws IOException {
        try (RunDirectory run =
                        RunDirectory.create(
                                directory, manifest(directory, LogFormat.JSONL, TRAINING));
                LogWriter log = run.newLog()) {
            log.append(header());
            for (int iteration = 0; iteration < 2; iteration++) {
                log.append(abilities());
                for (int i = 0; i < questions; i++) {
                    for (List<InteractionEvent> section : question(iteration, i)) {
                        log.append(section);
                    }
                }
                log.append(learned(iteration, questions));
            }
            log.append(List.of(end(4 * questions)));
            run.mark(RunStatus.FINISHED, Optional.of(log.digest()));
        }
    }

    /** One dialogue whose first idea is so long. */
    static List<InteractionEvent> longDialogue(int i, String text) {
        List<InteractionEvent> events = new ArrayList<>(question(0, i).get(1));
        events.set(1, turn(new DialogueId(0, i, 0), 0, Stage.SHARE, 0, text));
        return events;
    }

    static RunManifest manifest(Path directory, LogFormat format) {
        return manifest(directory, format, SCENARIO);
    }

    private static RunManifest manifest(Path directory, LogFormat format, JsonText scenario) {
        return new RunManifest(
                1,
                String.valueOf(directory.getFileName()),
                "2026-01-01T00:00:00Z",
                "0.1.0",
                "25",
                "sample",
                42,
                RunStatus.RUNNING,
                format.fileName(),
                Optional.empty(),
                AGENTS,
                scenario);
    }

    static List<InteractionEvent> header() {
        return List.of(new RunStarted(1, "0.1.0", 42, SCENARIO, AGENTS));
    }

    static List<InteractionEvent> abilities() {
        return List.of(
                new AbilityEstimated(ADA, 30, 40, 0.75, 0.25),
                new AbilityEstimated(BEL, 20, 40, 0.5, 0.25));
    }

    /** The sections of a question: its preamble and its two dialogues. */
    static List<List<InteractionEvent>> question(int iteration, int i) {
        QuestionKey key = new QuestionKey(iteration, i);
        Mode mode = i % 2 == 0 ? Mode.COOPERATE : Mode.COMPETE;
        Question question =
                new Question(
                        "q-" + iteration + "-" + i,
                        i % 2 == 0 ? "add" : "chain",
                        1 + i % 4,
                        "What is 40 + " + i % 60 + "? " + HOSTILE,
                        Integer.toString(40 + i % 60),
                        List.of(new Step(40, "plus", i % 60, 40 + i % 60)));
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(
                List.of(
                        new QuestionPosed(key, question),
                        new DifficultyEstimated(key, "label", i % 4 - 1.5),
                        new ModeChosen(
                                key,
                                "dynamic",
                                List.of(0.75, 0.5),
                                i % 4 - 1.5,
                                List.of(0.9, 0.8),
                                0.85,
                                mode)));
        for (int sample = 0; sample < 2; sample++) {
            sections.add(dialogue(new DialogueId(iteration, i, sample), question, mode));
        }
        return sections;
    }

    private static List<InteractionEvent> dialogue(DialogueId id, Question question, Mode mode) {
        String right =
                "First 40 plus %s is %s. Answer %s."
                        .formatted(
                                question.steps().getFirst().right(),
                                question.answer(),
                                question.answer());
        String wrong = right.replace(question.answer() + ".", "7.");
        boolean slip = id.sample() == 0;
        return List.of(
                new DialogueStarted(
                        id, "idea3", 1, mode, List.of(ADA, BEL), List.of(List.of(1), List.of(0))),
                turn(id, 0, Stage.SHARE, 0, slip ? wrong : right),
                turn(id, 0, Stage.SHARE, 1, right),
                turn(id, 1, Stage.FUSE, 0, right + " " + HOSTILE),
                turn(id, 1, Stage.FUSE, 1, right),
                new AnswersGraded(
                        id,
                        List.of(
                                new GradedAnswer(
                                        ADA,
                                        slip ? Grade.WRONG : Grade.RIGHT,
                                        Optional.of(slip ? "7" : question.answer()),
                                        Grade.RIGHT,
                                        Optional.of(question.answer()),
                                        slip ? OptionalInt.of(0) : OptionalInt.empty()),
                                new GradedAnswer(
                                        BEL,
                                        Grade.RIGHT,
                                        Optional.of(question.answer()),
                                        Grade.RIGHT,
                                        Optional.of(question.answer()),
                                        OptionalInt.empty()))),
                new DialogueEnded(id, DialogueStatus.FINISHED, ""));
    }

    private static TurnTaken turn(DialogueId id, int round, Stage stage, int agent, String text) {
        return new TurnTaken(
                agent == 0 ? ADA : BEL,
                new Turn(
                        new TurnId(id, round, stage, agent),
                        "Prompt of " + text.substring(0, Math.min(200, text.length())),
                        text,
                        new TokenTrace(new int[] {5, 6, 7}, new float[] {-0.5f, -0.25f, -2f}),
                        false));
    }

    /** The end of an iteration of questions in order: ada's ideas earned 0 and 1. */
    static List<InteractionEvent> learned(int iteration, int questions) {
        List<InteractionEvent> section = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            QuestionKey key = new QuestionKey(iteration, i);
            section.add(
                    new GroupScored(
                            key,
                            Stage.SHARE,
                            ADA,
                            List.of(0f, 1f),
                            List.of(-1f, 1f),
                            List.of(-0.7f, 0.7f),
                            List.of()));
            section.add(
                    new GroupScored(
                            key,
                            Stage.SHARE,
                            BEL,
                            List.of(1f, 1f),
                            List.of(1.5f, 1.5f),
                            List.of(0f, 0f),
                            List.of()));
        }
        for (String policy : List.of("ada", "bel")) {
            section.add(
                    new InteractionEvent.PolicyUpdated(
                            iteration,
                            policy,
                            0.5,
                            0.75,
                            0.01,
                            1.5,
                            0.1,
                            0.05,
                            0,
                            2,
                            0.9,
                            1.1,
                            1e-3,
                            30,
                            4,
                            0,
                            questions,
                            0,
                            15,
                            0,
                            1,
                            "0".repeat(64)));
        }
        section.add(new IterationEnded(iteration));
        return section;
    }

    static RunEnded end(int dialogues) {
        return new RunEnded(
                dialogues,
                0,
                4L * dialogues,
                12L * dialogues,
                dialogues,
                0,
                List.of(
                        new Accuracy(ADA, dialogues, dialogues / 2, dialogues),
                        new Accuracy(BEL, dialogues, dialogues, dialogues)));
    }
}
