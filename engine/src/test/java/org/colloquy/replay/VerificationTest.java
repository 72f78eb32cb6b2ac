package org.colloquy.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.Turn;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.log.JsonText;
import org.colloquy.log.LogDigest;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.replay.Verification.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerificationTest {

    @TempDir Path folder;
    private int files;

    private Verification verified(List<InteractionEvent> events) throws IOException {
        Path log = folder.resolve(files++ + ".jsonl");
        StagedRun.write(log, events);
        return Verification.ofLog(log);
    }

    @Test
    void whatHappenedIsIdenticalByEveryRuleOfDifficulty() throws IOException {
        for (String difficulty : List.of("self-ranking", "pass-rate", "label")) {
            List<InteractionEvent> events = new StagedRun(difficulty).events();
            assertEquals(
                    new Verification(
                            Status.IDENTICAL, events.size(), true, false, Optional.empty(), ""),
                    verified(events));
        }
    }

    /** Each decision, told otherwise in a log whose hashes are right. */
    @Test
    void everyOtherDecisionIsNamed() throws IOException {
        List<InteractionEvent> events = new StagedRun("self-ranking").events();
        int told = 0;
        for (int i = 0; i < events.size(); i++) {
            Optional<InteractionEvent> otherwise = otherwise(events.get(i));
            boolean oneOfMany =
                    events.get(i) instanceof ValidationGraded
                            || events.get(i) instanceof Compared
                            || events.get(i) instanceof TurnTaken;
            if (otherwise.isEmpty() || oneOfMany && i % 3 != 0) {
                continue;
            }
            List<InteractionEvent> changed = new ArrayList<>(events);
            changed.set(i, otherwise.get());
            Verification verification = verified(changed);
            assertEquals(Status.DIVERGED, verification.status(), "" + otherwise.get());
            Difference first = verification.first().orElseThrow();
            assertEquals(i, first.seq(), first.toString());
            assertNotEquals(first.recorded(), first.recomputed(), first.toString());
            told++;
        }
        assertTrue(told > 40, "only " + told);
    }

    private static Optional<InteractionEvent> otherwise(InteractionEvent event) {
        return switch (event) {
            case ValidationGraded e ->
                    Optional.of(
                            new ValidationGraded(
                                    e.agent(),
                                    e.question(),
                                    e.family(),
                                    e.level(),
                                    e.difficulty(),
                                    e.answer(),
                                    e.text(),
                                    e.grade() == Grade.RIGHT ? Grade.WRONG : Grade.RIGHT));
            case AbilityEstimated e ->
                    Optional.of(
                            new AbilityEstimated(
                                    e.agent(),
                                    e.right(),
                                    e.asked(),
                                    Math.nextUp(e.ability()),
                                    e.standardError()));
            case QuestionPosed e ->
                    Optional.of(
                            new QuestionPosed(
                                    e.key(),
                                    new Question(
                                            e.question().id(),
                                            e.question().family(),
                                            e.question().level(),
                                            e.question().text(),
                                            "12345",
                                            e.question().steps())));
            case Compared e ->
                    Optional.of(
                            new Compared(
                                    e.key(),
                                    e.agent(),
                                    e.anchor(),
                                    e.anchorId(),
                                    e.anchorDifficulty(),
                                    e.questionIsA(),
                                    e.text(),
                                    Optional.of(!e.harder().orElse(true))));
            case DifficultyEstimated e ->
                    Optional.of(
                            new DifficultyEstimated(e.key(), e.rule(), Math.nextDown(e.value())));
            case ModeChosen e ->
                    Optional.of(
                            new ModeChosen(
                                    e.key(),
                                    e.rule(),
                                    e.abilities(),
                                    e.difficulty(),
                                    e.probabilities(),
                                    e.pooled(),
                                    e.mode() == Mode.COMPETE ? Mode.COOPERATE : Mode.COMPETE));
            default -> otherwiseInDialogue(event);
        };
    }

    private static Optional<InteractionEvent> otherwiseInDialogue(InteractionEvent event) {
        return switch (event) {
            case DialogueStarted e ->
                    Optional.of(
                            new DialogueStarted(
                                    e.id(),
                                    e.protocol(),
                                    e.rounds(),
                                    e.mode(),
                                    e.cast(),
                                    List.of(List.of(), List.of(), List.of())));
            case TurnTaken e -> Optional.of(new TurnTaken(e.agent(), otherwise(e.turn())));
            case AnswersGraded e -> Optional.of(new AnswersGraded(e.id(), otherwise(e.answers())));
            case DialogueEnded e when e.reason().isEmpty() ->
                    Optional.of(new DialogueEnded(e.id(), e.status(), "some reason"));
            case RunEnded e ->
                    Optional.of(
                            new RunEnded(
                                    e.dialogues(),
                                    e.failed(),
                                    e.turns(),
                                    e.tokens() + 1,
                                    e.cooperate(),
                                    e.compete(),
                                    e.accuracy()));
            default -> Optional.empty();
        };
    }

    private static Turn otherwise(Turn turn) {
        return new Turn(
                turn.id(), turn.prompt() + " ", turn.text(), turn.tokens(), turn.truncated());
    }

    private static List<GradedAnswer> otherwise(List<GradedAnswer> answers) {
        List<GradedAnswer> changed = new ArrayList<>(answers);
        GradedAnswer last = answers.getLast();
        changed.set(
                answers.size() - 1,
                new GradedAnswer(
                        last.agent(),
                        last.solo(),
                        Optional.of("0"),
                        last.last(),
                        last.lastAnswer(),
                        last.firstWrongStep()));
        return changed;
    }

    /** A turn's text is what the model said; it shows in the prompts and grades after it. */
    @Test
    void aChangedTextIsFoundByWhatFollowsFromIt() throws IOException {
        List<InteractionEvent> events = new ArrayList<>(new StagedRun("label").events());
        int at = 0;
        while (!(events.get(at) instanceof TurnTaken)) {
            at++;
        }
        TurnTaken taken = (TurnTaken) events.get(at);
        Turn turn = taken.turn();
        events.set(
                at,
                new TurnTaken(
                        taken.agent(),
                        new Turn(
                                turn.id(),
                                turn.prompt(),
                                "Answer 999999.",
                                turn.tokens(),
                                turn.truncated())));
        Verification verification = verified(events);
        assertEquals(Status.DIVERGED, verification.status());
        assertEquals("turn.prompt", verification.first().orElseThrow().field());
        assertTrue(verification.first().orElseThrow().seq() > at);
    }

    @Test
    void missingSectionsAreFound() throws IOException {
        List<InteractionEvent> events = new StagedRun("label").events();
        List<InteractionEvent> withoutDialogue = new ArrayList<>(events);
        int from = indexOfDialogue(events, 0);
        withoutDialogue.subList(from, indexOfDialogue(events, 1)).clear();
        assertEquals(Status.DIVERGED, verified(withoutDialogue).status());

        List<InteractionEvent> withoutAbilities =
                events.stream()
                        .filter(
                                event ->
                                        !(event instanceof AbilityEstimated
                                                || event instanceof ValidationGraded))
                        .toList();
        assertEquals(Status.DIVERGED, verified(withoutAbilities).status());
        assertEquals(Status.CORRUPT, verified(events.subList(0, events.size() - 1)).status());
    }

    private static int indexOfDialogue(List<InteractionEvent> events, int count) {
        int seen = 0;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof DialogueStarted && seen++ == count) {
                return i;
            }
        }
        throw new IllegalArgumentException("no dialogue " + count);
    }

    @Test
    void theRunDirectoryMustFitItsLog() throws IOException {
        StagedRun staged = new StagedRun("label");
        List<InteractionEvent> events = staged.events();
        Path path = folder.resolve("run");
        RunManifest manifest =
                new RunManifest(
                        1,
                        "abcdef",
                        "2026-01-01T00:00:00Z",
                        "test",
                        "25",
                        "staged",
                        StagedRun.SEED,
                        RunStatus.RUNNING,
                        "interactions.jsonl",
                        Optional.empty(),
                        StagedRun.participants(),
                        new JsonText(staged.scenario()));
        try (RunDirectory run = RunDirectory.create(path, manifest)) {
            StagedRun.write(run.log(), events);
            assertEquals(Status.IDENTICAL, Verification.of(path).status());
            run.mark(RunStatus.FINISHED, Optional.of(LogDigest.START));
            assertEquals("run.json digest", Verification.of(path).first().orElseThrow().field());
        }
        Path json = path.resolve("run.json");
        Files.writeString(json, Files.readString(json).replace("\"seed\": 7", "\"seed\": 8"));
        assertEquals("run.json seed", Verification.of(path).first().orElseThrow().field());
        Files.delete(json);
        assertEquals(Status.CORRUPT, Verification.of(path).status());
    }

    @Test
    void aFlippedByteIsCorruptAndNamed() throws IOException {
        Path log = folder.resolve("flip.jsonl");
        StagedRun.write(log, new StagedRun("label").events());
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);
        Verification verification = Verification.ofLog(log);
        assertEquals(Status.CORRUPT, verification.status());
        assertEquals("altered", verification.first().orElseThrow().field());
        assertEquals(verification.records(), verification.first().orElseThrow().seq());
    }

    @Test
    void comparingNamesTheToken() throws IOException {
        List<InteractionEvent> events = new ArrayList<>(new StagedRun("label").events());
        Path log = folder.resolve("a.klog");
        StagedRun.write(log, events);
        try (LogComparison same = LogComparison.with(log)) {
            assertEquals(Optional.empty(), same.accept(events));
            assertEquals(Optional.empty(), same.end());
        }
        int at =
                events.indexOf(
                        events.stream()
                                .filter(TurnTaken.class::isInstance)
                                .findFirst()
                                .orElseThrow());
        TurnTaken taken = (TurnTaken) events.get(at);
        float[] logProbs = taken.turn().tokens().logProbs();
        logProbs[3] = 0.0f;
        events.set(
                at,
                new TurnTaken(
                        taken.agent(),
                        new Turn(
                                taken.turn().id(),
                                taken.turn().prompt(),
                                taken.turn().text(),
                                new TokenTrace(taken.turn().tokens().ids(), logProbs),
                                false)));
        try (LogComparison other = LogComparison.with(log)) {
            assertEquals(
                    Optional.of(new Difference(at, "turn.tokens.logProbs[3]", "-0.0", "0.0")),
                    other.accept(events));
        }
        try (LogComparison shorter = LogComparison.with(log)) {
            shorter.accept(new StagedRun("label").events().subList(0, 3));
            assertEquals(
                    new Difference(3, "type", "ValidationGraded", "nothing"),
                    shorter.end().orElseThrow());
        }
    }

    @Test
    void conversationsNameTheirPeers() throws IOException {
        Path log = folder.resolve("talk.jsonl");
        StagedRun.write(log, new StagedRun("self-ranking").events());
        List<Conversation> talks = new ArrayList<>();
        Conversation.each(log, talks::add);
        assertEquals(StagedRun.QUESTIONS * StagedRun.SAMPLES, talks.size());
        String all =
                talks.stream()
                        .flatMap(talk -> talk.utterances().stream())
                        .map(Conversation.Utterance::text)
                        .collect(Collectors.joining("\n"));
        assertTrue(!all.contains("peer 1") && all.contains(" may be right"), all);
        for (Conversation talk : talks) {
            for (Conversation.Utterance utterance : talk.utterances()) {
                assertEquals(1, utterance.peers().size());
                if (utterance.text().contains("may be right")) {
                    AgentName peer = utterance.peers().getFirst();
                    assertTrue(utterance.text().startsWith(peer + " may"), utterance.text());
                }
            }
        }
        assertEquals(1, talks.stream().filter(talk -> talk.answers().isEmpty()).count());
        assertTrue(new String(Files.readAllBytes(log), StandardCharsets.UTF_8).contains("\u00e9"));
    }

    @Test
    void statisticsAddUp() {
        List<InteractionEvent> events = new StagedRun("label").events();
        LogStatistics statistics = new LogStatistics();
        events.forEach(statistics::accept);
        RunEnded totals = statistics.totals();
        assertEquals(events.getLast(), totals);
        assertEquals(5, totals.dialogues());
        assertEquals(1, totals.failed());
        assertEquals(45, totals.turns());
        assertEquals(225, totals.tokens());
        assertEquals(events.size(), statistics.records());
        for (LogStatistics.Tally tally : statistics.byAgent().values()) {
            assertEquals(5, tally.answers());
            assertEquals(tally.last(), tally.solo() + tally.gained() - tally.lost());
        }
        assertEquals(
                15,
                statistics.byFamily().values().stream()
                        .flatMap(each -> each.values().stream())
                        .mapToInt(LogStatistics.Tally::answers)
                        .sum());
        assertEquals(15, statistics.byMode().values().stream().mapToInt(t -> t.answers()).sum());
    }
}
