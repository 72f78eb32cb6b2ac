package org.colloquy.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.replay.Verification.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training log follows from itself without any model, and any altered number in it is named. */
final class TrainingVerificationTest {

    private static final String DISCUSSED =
            "\"discuss\":\"without-right\",\"stages\":{\"share\":\"own\",\"fuse\":\"final\"},"
                    + "\"rewards\":{\"wrong\":0.1,\"step-credit\":0.2}";
    private static final String REDRAWN =
            "\"advantages\":{\"dynamic-sampling\":\"redraw\",\"normalisation\":\"none\"},"
                    + "\"internalise\":{\"source\":\"none\"}";

    @TempDir Path folder;
    private int logs;

    private Verification verified(List<InteractionEvent> events) throws IOException {
        Path log = folder.resolve("log" + logs++ + ".jsonl");
        StagedRun.write(log, events);
        return Verification.ofLog(log);
    }

    private Difference first(List<InteractionEvent> events, int at, InteractionEvent other)
            throws IOException {
        List<InteractionEvent> altered = new ArrayList<>(events);
        altered.set(at, other);
        Verification verification = verified(altered);
        assertEquals(Status.DIVERGED, verification.status(), other.toString());
        return verification.first().orElseThrow();
    }

    private static List<Integer> places(List<InteractionEvent> events, Class<?> type) {
        return IntStream.range(0, events.size())
                .filter(i -> type.isInstance(events.get(i)))
                .boxed()
                .toList();
    }

    @Test
    void anUnchangedLogIsIdentical() throws IOException {
        for (String train : List.of(DISCUSSED, REDRAWN, "\"discuss\":\"never\"")) {
            List<InteractionEvent> events = new StagedTraining(train).events();
            Verification verification = verified(events);
            assertEquals(Status.IDENTICAL, verification.status(), "" + verification.first());
            assertEquals(events.size(), verification.records());
            assertTrue(verification.trained());
            LogStatistics statistics = new LogStatistics();
            events.forEach(statistics::accept);
            assertEquals(2, statistics.iterations());
            assertEquals(
                    List.of(0, 2),
                    statistics.evaluations().stream().map(SoloEvaluated::version).toList());
        }
    }

    @Test
    void thereIsSomethingToVerify() {
        for (String train : List.of(DISCUSSED, REDRAWN)) {
            List<InteractionEvent> events = new StagedTraining(train).events();
            List<Integer> visits =
                    places(events, QuestionPosed.class).stream()
                            .map(at -> ((QuestionPosed) events.get(at)).key().question())
                            .toList();
            long second = visits.stream().filter(visit -> visit >= 4).count();
            assertTrue(second > 0 && second < 8, train + visits);
            List<GroupScored> groups =
                    places(events, GroupScored.class).stream()
                            .map(at -> (GroupScored) events.get(at))
                            .toList();
            assertTrue(groups.stream().anyMatch(each -> each.advantages().isEmpty()), "cy");
            assertEquals(
                    train.equals(DISCUSSED),
                    groups.stream().anyMatch(each -> !each.internalised().isEmpty()));
        }
    }

    @Test
    void anAlteredNumberOfAGroupIsNamed() throws IOException {
        List<InteractionEvent> events = new StagedTraining(DISCUSSED).events();
        int altered = 0;
        for (int at : places(events, GroupScored.class)) {
            GroupScored scored = (GroupScored) events.get(at);
            if (scored.internalised().isEmpty()) {
                continue;
            }
            int member = altered++ % scored.rewards().size();
            List<Float> rewards = nudged(scored.rewards(), member);
            List<Float> calibrated = nudged(scored.calibrated(), member);
            List<Float> advantages = nudged(scored.advantages(), member);
            GroupScored others = with(scored, rewards, scored.calibrated(), scored.advantages());
            Difference difference = first(events, at, others);
            assertEquals(at, difference.seq());
            assertEquals("rewards[" + member + "]", difference.field());
            assertEquals(rewards.get(member).toString(), difference.recorded());
            assertEquals(scored.rewards().get(member).toString(), difference.recomputed());
            others = with(scored, scored.rewards(), calibrated, scored.advantages());
            assertEquals("calibrated[" + member + "]", first(events, at, others).field());
            others = with(scored, scored.rewards(), scored.calibrated(), advantages);
            assertEquals("advantages[" + member + "]", first(events, at, others).field());
            others =
                    new GroupScored(
                            scored.key(),
                            scored.stage(),
                            scored.agent(),
                            scored.rewards(),
                            scored.calibrated(),
                            scored.advantages(),
                            scored.internalised().subList(1, scored.internalised().size()));
            assertTrue(first(events, at, others).field().startsWith("internalised"));
        }
        assertTrue(altered > 2, "groups that take something over: " + altered);
    }

    private static List<Float> nudged(List<Float> values, int at) {
        List<Float> other = new ArrayList<>(values);
        other.set(at, Math.nextUp(values.get(at)));
        return other;
    }

    private static GroupScored with(
            GroupScored scored,
            List<Float> rewards,
            List<Float> calibrated,
            List<Float> advantages) {
        return new GroupScored(
                scored.key(),
                scored.stage(),
                scored.agent(),
                rewards,
                calibrated,
                advantages,
                scored.internalised());
    }

    @Test
    void alteredUpdatesAbilitiesAndEvaluationsAreNamed() throws IOException {
        List<InteractionEvent> events = new StagedTraining(DISCUSSED).events();
        int update = places(events, PolicyUpdated.class).getLast();
        PolicyUpdated e = (PolicyUpdated) events.get(update);
        assertEquals("rewardMean", first(events, update, with(e, "bel", 0.5, 0)).field());
        assertEquals("policy", first(events, update, with(e, "cy", e.rewardMean(), 0)).field());
        assertEquals("groups", first(events, update, with(e, "bel", e.rewardMean(), 1)).field());

        int estimate = places(events, AbilityEstimated.class).getLast();
        AbilityEstimated a = (AbilityEstimated) events.get(estimate);
        AbilityEstimated other =
                new AbilityEstimated(
                        a.agent(),
                        a.right(),
                        a.asked(),
                        Math.nextUp(a.ability()),
                        a.standardError());
        assertEquals(
                new Difference(
                        estimate, "ability", "" + other.ability(), Double.toString(a.ability())),
                first(events, estimate, other));

        int evaluation = places(events, SoloEvaluated.class).getLast();
        SoloEvaluated told = (SoloEvaluated) events.get(evaluation);
        SoloEvaluated fewer = new SoloEvaluated(2, told.agents().subList(0, 2));
        assertEquals("agents.length", first(events, evaluation, fewer).field());
    }

    private static PolicyUpdated with(PolicyUpdated e, String policy, double mean, int more) {
        return new PolicyUpdated(
                e.iteration(),
                policy,
                e.loss(),
                mean,
                e.kl(),
                e.entropy(),
                e.clippedLow(),
                e.clippedHigh(),
                e.clippedDual(),
                e.gradientNorm(),
                e.ratioMin(),
                e.ratioMax(),
                e.learningRate(),
                e.tokens(),
                e.trajectories(),
                e.internalised(),
                e.groups() + more,
                e.zeroSpreadGroups(),
                e.completionTokens(),
                e.truncatedShare(),
                e.updates(),
                e.weights());
    }

    @Test
    void whatIsMissingOrTooMuchIsFound() throws IOException {
        List<InteractionEvent> events = new StagedTraining(DISCUSSED).events();
        List<Integer> posed = places(events, QuestionPosed.class);
        int second =
                posed.stream()
                        .filter(at -> ((QuestionPosed) events.get(at)).key().question() >= 4)
                        .findFirst()
                        .orElseThrow();
        int behind =
                IntStream.range(second + 1, events.size())
                        .filter(
                                at ->
                                        events.get(at) instanceof QuestionPosed
                                                || events.get(at) instanceof GroupScored)
                        .findFirst()
                        .orElseThrow();
        assertFound(without(events, second, behind), "a second visit");
        assertFound(without(events, 1, 2), "the evaluation of version 0");
        int group = places(events, GroupScored.class).get(2);
        assertFound(without(events, group, group + 1), "a group");
        int update = places(events, PolicyUpdated.class).getFirst();
        assertFound(without(events, update, update + 1), "a policy");
        int ability = places(events, AbilityEstimated.class).getFirst();
        assertFound(without(events, ability, ability + 3), "abilities");
        int evaluation = places(events, SoloEvaluated.class).getLast();
        assertFound(without(events, evaluation, evaluation + 1), "the last evaluation");
        int end = places(events, IterationEnded.class).getFirst();
        List<InteractionEvent> half = new ArrayList<>(events.subList(0, end + 1));
        half.add(events.getLast());
        assertFound(half, "an iteration");
        int dialogue = places(events, DialogueStarted.class).get(1);
        assertFound(
                without(events, dialogue, places(events, DialogueStarted.class).get(2)),
                "a dialogue");
    }

    private void assertFound(List<InteractionEvent> events, String missing) throws IOException {
        assertNotEquals(Status.IDENTICAL, verified(events).status(), missing);
    }

    private static List<InteractionEvent> without(List<InteractionEvent> events, int from, int to) {
        List<InteractionEvent> fewer = new ArrayList<>(events);
        fewer.subList(from, to).clear();
        return fewer;
    }
}
