package org.colloquy.actors.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.model.ScriptedModel;
import org.colloquy.actors.model.ScriptedModel.Act;
import org.colloquy.actors.model.ScriptedModel.Break;
import org.colloquy.actors.model.ScriptedModel.Say;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.actors.recording.SectionSink;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.JsonText;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Refusal;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {

    @TempDir Path folder;

    @Test
    void aModelThatFailsNowAndThenFailsDialoguesButNotTheRun() throws IOException {
        Scenario scenario = Simulations.scenario(3, 3, "idea3", DifficultyRule.SELF_RANKING);
        List<byte[]> logs = new ArrayList<>();
        for (int inFlight : List.of(1, 5, 64)) {
            Path run = folder.resolve("run-" + inFlight);
            RunResult result =
                    Simulations.end(
                            ColloquyRun.start(
                                    run,
                                    scenario,
                                    Simulations.launch(
                                            2,
                                            inFlight,
                                            choice -> new ScriptedModel(FailuresTest::fickle),
                                            RunListener.NOBODY)));
            assertEquals(Status.FINISHED, result.status());
            assertFalse(result.well());
            assertEquals(RunStatus.FAILED, RunManifest.read(run).status());
            logs.add(Files.readAllBytes(RunDirectory.logOf(run)));
            requireRecordedFailures(run, result);
        }
        assertArrayEquals(logs.get(0), logs.get(1));
        assertArrayEquals(logs.get(0), logs.get(2));
    }

    @Test
    void aLogThatCannotBeWrittenEndsTheRunWithItsReason() throws Exception {
        Scenario scenario = Simulations.scenario(3, 2, "debate", DifficultyRule.LABEL);
        for (int fullAfter = 0; fullAfter < 4; fullAfter++) {
            FullDisk disk = new FullDisk(fullAfter);
            RunPlan plan = ColloquyRun.plan(scenario);
            RunState state = new RunState(plan);
            state.accept(new RunStarted(1, "test", 3, new JsonText("{}"), List.of()));
            RunHandle run =
                    ActorRun.start(
                            new Guardian.Run(
                                    plan,
                                    state,
                                    OpenModels.of(scenario, Simulations.MODELS).bySeat(),
                                    new TranscriptPrompts(),
                                    disk,
                                    RunListener.NOBODY),
                            new NodeSettings(1, 2));
            RunResult result = Simulations.end(run);
            assertEquals(Status.FAILED, result.status());
            assertTrue(result.reason().contains("No space left"), result.reason());
            assertTrue(disk.closed.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aModelThatBlocksItsThreadForeverCannotHoldTheRun() throws IOException {
        Scenario quick = Simulations.scenario(3, 1, "solo", DifficultyRule.LABEL);
        Scenario scenario =
                new Scenario(
                        quick.name(),
                        quick.seed(),
                        List.of(
                                new Scenario.Agent(
                                        new AgentName("stone"),
                                        "",
                                        new Scenario.TransformerChoice("builtin:stone"))),
                        quick.questions(),
                        Simulations.impatient(quick.interaction()),
                        quick.record());
        CountDownLatch never = new CountDownLatch(1);
        ModelSource stone =
                choice ->
                        new ScriptedModel(
                                request -> {
                                    awaitUninterrupted(never);
                                    return ScriptedModel.say("too late");
                                });
        RunResult result =
                Simulations.end(
                        ColloquyRun.start(
                                folder.resolve("run"),
                                scenario,
                                Simulations.launch(1, 64, stone, RunListener.NOBODY)));
        never.countDown();
        assertEquals(Status.FINISHED, result.status());
        assertEquals(14, result.failedDialogues());
        assertEquals(5, result.unanswered());
        assertTrue(result.reason().contains("no answer within 200 ms"), result.reason());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many steps the slow one takes only makes the window fill; the run ends well anyhow. */
    @Test
    void aSlowDialogueHoldsTheWindowWithinItsBounds() throws IOException {
        Scenario scenario = Simulations.scenario(3, 2, "solo", DifficultyRule.LABEL);
        AtomicInteger asked = new AtomicInteger();
        ScriptedModel model =
                new ScriptedModel(
                        request ->
                                new Say(
                                        ScriptedModel.completion("Answer 1."),
                                        asked.incrementAndGet() == 12 ? 20_000 : 2));
        RunResult result =
                Simulations.end(
                        ColloquyRun.start(
                                folder.resolve("run"),
                                scenario,
                                Simulations.launch(1, 3, choice -> model, RunListener.NOBODY)));
        assertTrue(result.well(), result.toString());
        assertTrue(InteractionLog.check(RunDirectory.logOf(folder.resolve("run"))).ended());
    }

    private static Act fickle(CompletionRequest request) {
        int draw = CounterRandom.below(request.key(), 77, 12);
        return switch (draw) {
            case 0 -> new Break("a wire is loose");
            case 1 -> new Say(new Refusal("not in the mood"), 2);
            case 2 -> ScriptedModel.say("half \uD83D");
            default -> new Say(ScriptedModel.completion("Answer " + draw + "."), draw);
        };
    }

    private static void requireRecordedFailures(Path run, RunResult result) throws IOException {
        int failedDialogues = 0;
        List<String> reasons = new ArrayList<>();
        for (Recorded record : LogReader.readAll(RunDirectory.logOf(run))) {
            switch (record.event()) {
                case TurnFailed failed -> reasons.add(failed.reason());
                case DialogueEnded ended -> failedDialogues += ended.reason().isEmpty() ? 0 : 1;
                case RunEnded ended -> assertEquals(result.failedDialogues(), ended.failed());
                default -> {}
            }
        }
        assertEquals(result.failedDialogues(), failedDialogues);
        assertTrue(failedDialogues > 0 && failedDialogues < 14, "failed " + failedDialogues);
        for (String reason : List.of("a wire is loose", "not in the mood", "half a character")) {
            assertTrue(reasons.stream().anyMatch(each -> each.contains(reason)), reason);
        }
    }

    private static final class FullDisk implements SectionSink {
        private int left;
        private final CountDownLatch closed = new CountDownLatch(1);

        FullDisk(int left) {
            this.left = left;
        }

        @Override
        public void append(List<InteractionEvent> sections) throws IOException {
            if (left-- <= 0) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
