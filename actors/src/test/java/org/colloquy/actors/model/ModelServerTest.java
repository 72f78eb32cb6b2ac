package org.colloquy.actors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.actors.model.ScriptedModel.Act;
import org.colloquy.actors.model.ScriptedModel.Break;
import org.colloquy.actors.model.ScriptedModel.Hang;
import org.colloquy.actors.model.ScriptedModel.Say;
import org.colloquy.actors.model.ScriptedModel.SayOnce;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Finish;
import org.colloquy.model.Occasion;
import org.colloquy.model.Outcome;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelServerTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestProbe<Reply> probe = KIT.createTestProbe();
    private final List<ActorRef<ModelServer.Command>> servers = new ArrayList<>();

    private record Reply(long key, Outcome outcome) {}

    private record ByKey(long key) implements Errand<Reply> {
        @Override
        public Reply answered(Outcome outcome) {
            return new Reply(key, outcome);
        }
    }

    /** A server whose request hangs would keep a processor busy. */
    @AfterEach
    void stopServers() {
        servers.forEach(server -> KIT.stop(server, PATIENCE));
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void answersEveryRequestWithinTheBatchBound() {
        AtomicInteger joined = new AtomicInteger();
        ScriptedModel model =
                new ScriptedModel(
                        request -> {
                            joined.incrementAndGet();
                            Completion said = ScriptedModel.completion("said " + request.key());
                            return request.key() < 4
                                    ? new SayOnce(() -> joined.get() >= 4, said)
                                    : new Say(said, 1 + (int) request.key() % 5);
                        });
        ActorRef<ModelServer.Command> server = serve(model, 4, 1000);
        ask(server, 100);
        Map<Long, Outcome> replies = replies(100);
        for (long key = 0; key < 100; key++) {
            assertEquals("said " + key, ((Completion) replies.get(key)).text());
        }
        assertEquals(4, model.mostRunning.get());
    }

    @Test
    void requestsJoinARunningBatch() {
        AtomicBoolean othersAnswered = new AtomicBoolean();
        ScriptedModel model =
                new ScriptedModel(
                        request ->
                                request.key() == 0
                                        ? new SayOnce(
                                                othersAnswered::get, ScriptedModel.completion("x"))
                                        : ScriptedModel.say("x"));
        ActorRef<ModelServer.Command> server = serve(model, 2, 1000);
        ask(server, 20);
        assertEquals(LongStream.range(1, 20).boxed().toList(), List.copyOf(replies(19).keySet()));
        othersAnswered.set(true);
        assertEquals(0, probe.receiveMessage(PATIENCE).key());
    }

    @Test
    void refusesBeyondTheWaitingBound() {
        ActorRef<ModelServer.Command> server =
                serve(new ScriptedModel(request -> new Hang()), 2, 3);
        ask(server, 12);
        Reply first = probe.receiveMessage(PATIENCE);
        assertTrue(
                ((Refusal) first.outcome()).reason().startsWith("busy"),
                first.outcome().toString());
    }

    @Test
    void onlyTheRequestThatBreaksTheBatchIsRefused() {
        Function<CompletionRequest, Act> script =
                request ->
                        request.key() % 7 == 3
                                ? new Break("cannot read " + request.key())
                                : new Say(ScriptedModel.completion("fine"), 3);
        for (int batch : new int[] {1, 5, 64}) {
            ScriptedModel model = new ScriptedModel(script);
            ActorRef<ModelServer.Command> server = serve(model, batch, 1000);
            ask(server, 50);
            Map<Long, Outcome> replies = replies(50);
            for (long key = 0; key < 50; key++) {
                switch (replies.get(key)) {
                    case Completion completion -> assertTrue(key % 7 != 3);
                    case Refusal refusal -> {
                        assertEquals(3, key % 7);
                        assertTrue(refusal.reason().endsWith("cannot read " + key));
                    }
                }
            }
            KIT.stop(server, PATIENCE);
            assertEquals(model.opened.get(), model.closed.get());
        }
    }

    @Test
    void aModelThatAlwaysBreaksIsGivenUp() {
        ScriptedModel model = new ScriptedModel(request -> new Break("no memory"));
        ActorRef<ModelServer.Command> server = serve(model, 8, 1000);
        ask(server, 500);
        for (Outcome outcome : replies(500).values()) {
            assertTrue(((Refusal) outcome).reason().endsWith("no memory"));
        }
        assertTrue(model.opened.get() <= ModelServer.MAX_FAILURES, "opened " + model.opened);
    }

    @Test
    void aCancelledRequestLeavesTheBatchUnanswered() {
        ScriptedModel model =
                new ScriptedModel(
                        request -> request.key() == 0 ? new Hang() : ScriptedModel.say("x"));
        ActorRef<ModelServer.Command> server = serve(model, 1, 1000);
        ask(server, 3);
        probe.expectNoMessage(Duration.ofMillis(30));
        server.tell(new ModelServer.Cancel(1));
        server.tell(new ModelServer.Cancel(0));
        assertEquals(2, probe.receiveMessage(PATIENCE).key());
        probe.expectNoMessage(Duration.ofMillis(30));
    }

    @Test
    void aNewModelAnswersWhateverTheOldOneHasNot() {
        ScriptedModel old =
                new ScriptedModel(
                        request -> request.key() < 2 ? new Hang() : ScriptedModel.say("old"));
        ActorRef<ModelServer.Command> server = serve(old, 3, 1000);
        ask(server, 5);
        for (int reply = 0; reply < 3; reply++) {
            Reply answered = probe.receiveMessage(PATIENCE);
            assertEquals("old", ((Completion) answered.outcome()).text());
        }
        ScriptedModel young = new ScriptedModel(request -> ScriptedModel.say("new"));
        TestProbe<ModelServer.Serving> servings = KIT.createTestProbe();
        server.tell(new ModelServer.Serve(young, servings.ref()));
        assertEquals(young, servings.receiveMessage(PATIENCE).model());
        Map<Long, Outcome> replies = replies(2);
        for (long key = 0; key < 2; key++) {
            assertEquals("new", ((Completion) replies.get(key)).text());
        }
        assertEquals(old.opened.get(), old.closed.get());
    }

    @Test
    void garbageIsRefusedWithItsReason() {
        List<Completion> garbage =
                List.of(
                        said("lone \uD800", new int[] {1}, new float[] {-1}),
                        said("x", new int[] {1, 2}, new float[] {-1}),
                        said("x", new int[] {1}, new float[] {Float.NaN}),
                        said("x", new int[] {1}, new float[] {0.5f}),
                        said("x".repeat((1 << 20) + 1), new int[] {1}, new float[] {-1}));
        ScriptedModel model =
                new ScriptedModel(request -> new Say(garbage.get((int) request.key()), 1));
        ask(serve(model, 8, 100), garbage.size());
        for (Outcome outcome : replies(garbage.size()).values()) {
            assertTrue(((Refusal) outcome).reason().startsWith("garbage"), outcome.toString());
        }
    }

    private static Completion said(String text, int[] ids, float[] logProbs) {
        return new Completion(text, ids, logProbs, 1, Finish.STOP);
    }

    private ActorRef<ModelServer.Command> serve(ScriptedModel model, int batch, int waiting) {
        ActorRef<ModelServer.Command> server =
                KIT.spawn(ModelServer.create(model, new ModelServer.Bounds(batch, waiting)));
        servers.add(server);
        return server;
    }

    private void ask(ActorRef<ModelServer.Command> server, int requests) {
        for (long key = 0; key < requests; key++) {
            server.tell(
                    new ModelServer.Complete<>(
                            new CompletionRequest(key, "p", Sampling.greedy(8), Occasion.NONE),
                            new ByKey(key),
                            probe.ref()));
        }
    }

    private Map<Long, Outcome> replies(int count) {
        Map<Long, Outcome> replies = new TreeMap<>();
        for (int reply = 0; reply < count; reply++) {
            Reply next = probe.receiveMessage(PATIENCE);
            replies.put(next.key(), next.outcome());
        }
        return replies;
    }
}
