package org.colloquy.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.replay.Rescoring.Row;
import org.colloquy.scenario.ScenarioProblems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RescoringTest {

    @TempDir Path folder;

    private Rescoring rescored(List<InteractionEvent> events, String... overrides)
            throws IOException {
        Path log = folder.resolve(List.of(overrides).hashCode() + "-" + events.size() + ".jsonl");
        StagedRun.write(log, events);
        return Rescoring.of(log, List.of(overrides));
    }

    private static Row row(Rescoring rescoring, Stage stage, String agent) {
        return rescoring.groups().stream()
                .filter(row -> row.stage() == stage && row.agent().value().equals(agent))
                .findFirst()
                .orElseThrow();
    }

    private static List<InteractionEvent> training() {
        return new StagedTraining("\"discuss\":\"without-right\",\"rewards\":{\"wrong\":0.1}")
                .events();
    }

    @Test
    void theSameRulesGiveWhatIsRecorded() throws IOException {
        List<InteractionEvent> events = training();
        Rescoring same = rescored(events);
        for (String agent : List.of("ada", "bel", "cy")) {
            List<GroupScored> groups =
                    events.stream()
                            .filter(GroupScored.class::isInstance)
                            .map(GroupScored.class::cast)
                            .filter(scored -> scored.agent().value().equals(agent))
                            .toList();
            Row row = row(same, Stage.SHARE, agent);
            assertEquals(row.recorded(), row.changed());
            assertEquals(0, row.signChanges());
            assertEquals(groups.size(), row.recorded().groups());
            assertEquals(
                    groups.stream().mapToInt(scored -> scored.advantages().size()).sum(),
                    row.advantages());
            assertEquals(
                    groups.stream().mapToInt(scored -> scored.internalised().size()).sum(),
                    row.recorded().internalised());
        }
        long posed = events.stream().filter(QuestionPosed.class::isInstance).count();
        assertEquals(posed, same.questions());
        assertEquals(0, same.modes().flipped());
    }

    @Test
    void otherRewardsAndAnswersTakenOverShow() throws IOException {
        List<InteractionEvent> events = training();
        Row graded = row(rescored(events, "train.rewards.wrong=0.5"), Stage.SHARE, "ada");
        int answers = graded.recorded().answers();
        double share = (graded.recorded().rewardMean() - 0.1) / 0.9;
        assertEquals(share + 0.5 * (1 - share), graded.changed().rewardMean(), 1e-6);
        assertEquals(answers, graded.changed().answers());
        Row alone = row(rescored(events, "train.internalise.source=none"), Stage.SHARE, "bel");
        assertEquals(0, alone.changed().internalised());
        assertTrue(alone.recorded().internalised() > 0);
        assertEquals(alone.recorded().answers(), alone.advantages());
        assertTrue(alone.changed().withoutSpread() > alone.recorded().withoutSpread(), "" + alone);
        assertTrue(alone.signChanges() > 0, "" + alone);
        Row fused = row(rescored(events, "train.stages.fuse=final"), Stage.FUSE, "bel");
        assertEquals(0, fused.recorded().groups());
        assertTrue(fused.changed().groups() > 0);
        assertEquals(0, fused.advantages());
    }

    @Test
    void modesFlipByTheRecordedAbilities() throws IOException {
        List<InteractionEvent> events = training();
        long compete =
                events.stream()
                        .filter(event -> event instanceof ModeChosen c && c.mode() == Mode.COMPETE)
                        .count();
        Rescoring.Modes modes = rescored(events, "interaction.mode=cooperate").modes();
        assertTrue(compete > 0);
        assertEquals(compete, modes.flipped());
        assertEquals(modes.questions(), modes.changed());
        assertEquals(modes.questions() - compete, modes.recorded());
    }

    @Test
    void aRunThatDidNotTrainIsScoredToo() throws IOException {
        List<InteractionEvent> events = new StagedRun("label").events();
        Rescoring rescoring =
                rescored(
                        events,
                        "train.internalise.source=right-fusions",
                        "train.rewards={wrong: 0.2, malformed: -1}");
        assertEquals(StagedRun.QUESTIONS, rescoring.questions());
        assertEquals(StagedRun.QUESTIONS * StagedRun.SAMPLES, rescoring.dialogues());
        for (String agent : List.of("ada", "bel", "cy")) {
            Row row = row(rescoring, Stage.SHARE, agent);
            assertEquals(3, row.recorded().groups());
            assertEquals(5, row.recorded().answers(), "one dialogue failed");
            assertTrue(row.advantages() >= 5);
        }
    }

    @Test
    void onlyRulesCanBeChanged() {
        assertTrue(Rescoring.isRule("train.rewards.wrong=1"));
        assertTrue(Rescoring.isRule("interaction.mode.ratio=0.5"));
        for (String other : List.of("seed=1", "train.questions=4", "interaction.modesty=1")) {
            assertFalse(Rescoring.isRule(other), other);
        }
        List<InteractionEvent> events = training();
        assertThrows(ScenarioProblems.class, () -> rescored(events, "train.rewards.wrong=2"));
    }
}
