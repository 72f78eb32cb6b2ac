package org.colloquy.actors.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.agent.PlainPrompts;
import org.colloquy.actors.agent.Voice;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.model.ScriptedModel;
import org.colloquy.actors.model.ScriptedModel.Act;
import org.colloquy.actors.model.ScriptedModel.Break;
import org.colloquy.actors.model.ScriptedModel.Hang;
import org.colloquy.actors.model.ScriptedModel.Say;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Debate;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Solo;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.dialogue.Vote;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DialogueSessionTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final long SEED = 7;
    private static final DialogueId ID = new DialogueId(0, 3, 1);
    private static final Patience PATIENT = new Patience(Duration.ofSeconds(60), 2);
    private static final Question QUESTION =
            new Question("q-1", "add", 1, "What is 1 plus 2?", "3", List.of());

    private final TestProbe<DialogueSession.Ended> probe = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void theRecordDoesNotDependOnTheOrderOfArrival() {
        for (Protocol protocol : List.of(new Solo(), new Vote(), new Debate(), new Idea3())) {
            List<DialogueSession.Ended> runs = new ArrayList<>();
            for (long order = 0; order < 12; order++) {
                long shuffle = order;
                runs.add(
                        hold(
                                protocol,
                                3,
                                2,
                                PATIENT,
                                request ->
                                        new Say(
                                                ScriptedModel.completion(echo(request)),
                                                1
                                                        + CounterRandom.below(
                                                                request.key(), shuffle, 9))));
            }
            DialogueSession.Ended first = runs.getFirst();
            assertTrue(failure(first).isEmpty());
            assertEquals(protocol.stages(2).size() * 3, turns(first).size());
            for (DialogueSession.Ended run : runs) {
                assertEquals(turns(first), turns(run), protocol.name());
            }
        }
    }

    @Test
    void eachAgentHearsItsPeersAndIsKeyedByItsTurn() {
        Map<Long, CompletionRequest> asked = new ConcurrentHashMap<>();
        hold(
                new Idea3(),
                2,
                1,
                PATIENT,
                request -> {
                    asked.put(request.key(), request);
                    return ScriptedModel.say(
                            request.occasion().stage() + " of " + request.prompt().charAt(1));
                });
        CompletionRequest analysis = asked.get(new TurnId(ID, 1, Stage.ANALYSE, 0).randomKey(SEED));
        assertEquals("p0 ANALYSE What is 1 plus 2? <share of 1>", analysis.prompt());
        assertEquals(List.of("share of 1"), analysis.occasion().peerTexts());
        assertEquals("3", analysis.occasion().answer());
        assertEquals(0.25, analysis.occasion().difficulty());
        assertEquals(6, asked.size());
    }

    @Test
    void sixtyFourAgentsHoldOneDialogue() {
        DialogueSession.Ended ended =
                hold(new Idea3(), 64, 2, PATIENT, request -> ScriptedModel.say(echo(request)));
        assertEquals(64 * 5, turns(ended).size());
    }

    @Test
    void aRefusedTurnIsTriedAgainWithAnotherKey() {
        long firstTry = new TurnId(ID, 1, Stage.ANALYSE, 1).randomKey(SEED);
        DialogueSession.Ended ended =
                hold(
                        new Idea3(),
                        2,
                        1,
                        PATIENT,
                        request ->
                                request.key() == firstTry
                                        ? new Say(new Refusal("not now"), 1)
                                        : ScriptedModel.say("fine"));
        assertTrue(failure(ended).isEmpty());
        assertEquals(7, turns(ended).size());
        TurnFailed failed = (TurnFailed) turns(ended).get(3);
        assertEquals("not now", failed.reason());
        assertEquals(1, failed.attempt());
        assertEquals(failed.id(), ((TurnTaken) turns(ended).get(4)).turn().id());
    }

    @Test
    void aTurnWithoutAnswerFailsItsDialogueButNotItsRound() {
        Map<String, Act> ways =
                Map.of(
                        "not today", new Say(new Refusal("not today"), 1),
                        "wires crossed", new Break("wires crossed"),
                        "half a character", ScriptedModel.say("\uDC00"));
        ways.forEach(
                (reason, act) ->
                        requireOneFailed(
                                hold(
                                        new Idea3(),
                                        3,
                                        1,
                                        new Patience(PATIENT.timeout(), 3),
                                        unlessAsked("p1 ANALYSE", act)),
                                reason));
    }

    /** The clock is looked at when all others of the round were heard, and not before. */
    @Test
    void anOverdueTurnFailsItsDialogueButNotItsRound() {
        TestProbe<DialogueSession.Command> heard = KIT.createTestProbe();
        ActorRef<DialogueSession.Command> session =
                open(
                        new Idea3(),
                        3,
                        1,
                        new Patience(Duration.ofMillis(1), 3),
                        unlessAsked("p1 ANALYSE", new Hang()),
                        behavior ->
                                Behaviors.monitor(
                                        DialogueSession.Command.class, heard.ref(), behavior));
        for (int idea = 0; idea < 5; idea++) {
            heard.receiveMessage(PATIENT.timeout());
        }
        Optional<DialogueSession.Ended> ended = Optional.empty();
        for (int look = 0; ended.isEmpty(); look++) {
            assertTrue(look < 3000, "the session does not look at the clock");
            session.tell(DialogueSession.LookAtClock.NOW);
            ended = within(Duration.ofMillis(20));
        }
        requireOneFailed(ended.get(), "no answer within 1 ms");
    }

    private Optional<DialogueSession.Ended> within(Duration wait) {
        try {
            return Optional.of(probe.receiveMessage(wait));
        } catch (AssertionError nothingYet) {
            return Optional.empty();
        }
    }

    private static Function<CompletionRequest, Act> unlessAsked(String prompt, Act act) {
        return request -> request.prompt().startsWith(prompt) ? act : ScriptedModel.say("fine");
    }

    private static void requireOneFailed(DialogueSession.Ended ended, String reason) {
        assertTrue(failure(ended).contains(reason), reason + ": " + failure(ended));
        assertTrue(failure(ended).startsWith("a1 "), reason);
        List<String> record =
                turns(ended).stream()
                        .map(
                                event ->
                                        event instanceof TurnTaken taken
                                                ? label(taken.turn())
                                                : "failed")
                        .toList();
        assertEquals(
                List.of(
                        "SHARE0",
                        "SHARE1",
                        "SHARE2",
                        "ANALYSE0",
                        "failed",
                        "failed",
                        "failed",
                        "ANALYSE2"),
                record,
                reason);
    }

    private static List<InteractionEvent> turns(DialogueSession.Ended ended) {
        return ended.section().stream()
                .filter(event -> event instanceof TurnTaken || event instanceof TurnFailed)
                .toList();
    }

    private static String failure(DialogueSession.Ended ended) {
        return ((DialogueEnded) ended.section().getLast()).reason();
    }

    private static String label(Turn turn) {
        return turn.id().stage().name() + turn.id().agent();
    }

    private static String echo(CompletionRequest request) {
        return Long.toHexString(CounterRandom.key(request.key(), request.prompt()));
    }

    private DialogueSession.Ended hold(
            Protocol protocol,
            int agents,
            int rounds,
            Patience patience,
            Function<CompletionRequest, Act> script) {
        open(protocol, agents, rounds, patience, script, UnaryOperator.identity());
        return probe.receiveMessage(PATIENT.timeout());
    }

    private ActorRef<DialogueSession.Command> open(
            Protocol protocol,
            int agents,
            int rounds,
            Patience patience,
            Function<CompletionRequest, Act> script,
            UnaryOperator<Behavior<DialogueSession.Command>> watch) {
        ActorRef<ModelServer.Command> server =
                KIT.spawn(
                        ModelServer.create(
                                new ScriptedModel(script), new ModelServer.Bounds(64, 64)));
        Voice voice = new Voice(SEED, new PlainPrompts(), Sampling.greedy(9));
        List<AgentName> names =
                IntStream.range(0, agents).mapToObj(i -> new AgentName("a" + i)).toList();
        List<ActorRef<Agent.Command>> cast =
                IntStream.range(0, agents)
                        .mapToObj(
                                i -> KIT.spawn(Agent.create(names.get(i), "p" + i, voice, server)))
                        .toList();
        List<List<Integer>> peers =
                IntStream.range(0, agents)
                        .mapToObj(
                                i ->
                                        IntStream.range(0, agents)
                                                .filter(j -> j != i)
                                                .boxed()
                                                .toList())
                        .toList();
        DialoguePlan plan = new DialoguePlan(ID, QUESTION, names, Mode.COMPETE, peers, rounds);
        return KIT.spawn(
                watch.apply(
                        DialogueSession.create(
                                Dialogue.open(protocol, plan),
                                new DialogueSession.Table(cast, patience, new ArithmeticGrader()),
                                0.25,
                                probe.ref())));
    }
}
