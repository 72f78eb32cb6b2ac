package org.colloquy.actors.agent;

import java.util.List;
import java.util.Locale;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.model.Errand;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Solo;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Finish;
import org.colloquy.model.Occasion;
import org.colloquy.model.Outcome;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;

/**
 * One member of the cast: words the prompt of its turn, asks its model, answers with an idea.
 *
 * <p>An agent remembers nothing between two messages: a request carries back what it was about.
 */
public final class Agent extends AbstractMatchingBehavior<Agent.Command> {

    public sealed interface Command {}

    /**
     * Takes a turn of a dialogue; answered once, unless abandoned.
     *
     * @param difficulty of the question where known, for models that simulate
     * @param attempt which try of the turn this is, from 0
     * @param hearing makes the idea a message of the one who asked
     */
    public record TakeTurn<R>(
            Dialogue dialogue,
            TurnId id,
            double difficulty,
            int attempt,
            Hearing<R> hearing,
            ActorRef<R> replyTo)
            implements Command {
        private void answer(Idea idea) {
            replyTo.tell(hearing.heard(idea));
        }
    }

    /** How the one who asked for a turn hears what became of it. */
    @FunctionalInterface
    public interface Hearing<R> {
        R heard(Idea idea);
    }

    /** Nobody waits for this try any more. */
    public record Abandon(TurnId id, int attempt) implements Command {}

    /** Answers one question outside any dialogue. */
    public record Consider(
            Task task, long key, Sampling sampling, ActorRef<? super Considered> replyTo)
            implements Command {}

    /** Nobody waits for the consideration with this key any more. */
    public record Forget(long key) implements Command {}

    private record TurnAnswered(TakeTurn<?> turn, String prompt, Outcome outcome)
            implements Command {}

    private record TurnErrand(TakeTurn<?> turn, String prompt) implements Errand<Command> {
        @Override
        public Command answered(Outcome outcome) {
            return new TurnAnswered(turn, prompt, outcome);
        }
    }

    private record TaskErrand(long key) implements Errand<Considered> {
        @Override
        public Considered answered(Outcome outcome) {
            return new Considered(key, outcome);
        }
    }

    /** What an agent can be asked outside a dialogue. */
    public sealed interface Task {
        Occasion occasion();
    }

    /** Solve the question alone, as the first idea of a dialogue would. */
    public record Solve(Question question, Occasion occasion) implements Task {}

    /** Say which of two questions is harder: the answer's first word is A or B. */
    public record Compare(Question a, Question b, Occasion occasion) implements Task {}

    /** The answer to {@link Consider}. */
    public record Considered(long key, Outcome outcome) {}

    private final AgentName name;
    private final String persona;
    private final Voice voice;
    private final ActorRef<ModelServer.Command> model;

    public static Behavior<Command> create(
            AgentName name, String persona, Voice voice, ActorRef<ModelServer.Command> model) {
        return Behaviors.setup(context -> new Agent(context, name, persona, voice, model));
    }

    private Agent(
            ActorContext<Command> context,
            AgentName name,
            String persona,
            Voice voice,
            ActorRef<ModelServer.Command> model) {
        super(context);
        this.name = name;
        this.persona = persona;
        this.voice = voice;
        this.model = model;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case TakeTurn<?> turn -> onTakeTurn(turn);
            case TurnAnswered answered -> onTurnAnswered(answered);
            case Abandon abandon -> onAbandon(abandon);
            case Consider consider -> onConsider(consider);
            case Forget forget -> onForget(forget);
        };
    }

    private Behavior<Command> onTakeTurn(TakeTurn<?> turn) {
        String prompt = voice.prompts().turn(turn.dialogue(), turn.id(), persona);
        CompletionRequest request =
                new CompletionRequest(
                        keyOf(turn.id(), turn.attempt()),
                        prompt,
                        voice.sampling(),
                        occasionOf(turn));
        TurnErrand errand = new TurnErrand(turn, prompt);
        model.tell(new ModelServer.Complete<>(request, errand, getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onTurnAnswered(TurnAnswered answered) {
        TakeTurn<?> asked = answered.turn();
        asked.answer(
                switch (answered.outcome()) {
                    case Refusal refusal ->
                            new Idea.TurnRefused(asked.id(), asked.attempt(), refusal.reason());
                    case Completion completion ->
                            Idea.of(
                                    turnOf(asked.id(), answered.prompt(), completion),
                                    asked.attempt(),
                                    completion.promptTokens());
                });
        return this;
    }

    private Behavior<Command> onAbandon(Abandon abandon) {
        model.tell(new ModelServer.Cancel(keyOf(abandon.id(), abandon.attempt())));
        return this;
    }

    private Behavior<Command> onConsider(Consider consider) {
        String prompt =
                switch (consider.task()) {
                    case Solve solve -> alone(solve.question());
                    case Compare compare ->
                            voice.prompts().comparison(compare.a(), compare.b(), persona);
                };
        CompletionRequest request =
                new CompletionRequest(
                        consider.key(),
                        prompt,
                        consider.sampling(),
                        consider.task().occasion().at(place(consider.task())));
        TaskErrand errand = new TaskErrand(consider.key());
        model.tell(new ModelServer.Complete<>(request, errand, consider.replyTo().narrow()));
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        model.tell(new ModelServer.Cancel(forget.key()));
        return this;
    }

    private String alone(Question question) {
        DialogueId id = new DialogueId(0, 0, 0);
        DialoguePlan plan =
                new DialoguePlan(
                        id, question, List.of(name), Mode.COOPERATE, List.of(List.of()), 1);
        TurnId turn = new TurnId(id, 0, Stage.SHARE, 0);
        return voice.prompts().turn(Dialogue.open(new Solo(), plan), turn, persona);
    }

    /** A later try draws other random numbers, so that it does not repeat the same failure. */
    private long keyOf(TurnId id, int attempt) {
        long key = id.randomKey(voice.seed());
        return attempt == 0 ? key : CounterRandom.key(key, "attempt", attempt);
    }

    private Occasion.Place place(Task task) {
        return switch (task) {
            case Solve solve ->
                    new Occasion.Place(
                            name.value(),
                            solve.question().id(),
                            solve.question().text(),
                            Occasion.Place.ALONE,
                            0);
            case Compare compare ->
                    new Occasion.Place(
                            name.value(),
                            compare.a().id() + " " + compare.b().id(),
                            "",
                            Occasion.Place.ALONE,
                            0);
        };
    }

    private Occasion occasionOf(TakeTurn<?> turn) {
        Dialogue dialogue = turn.dialogue();
        List<String> peerTexts = List.of();
        if (!dialogue.rounds().isEmpty()) {
            List<Turn> last = dialogue.rounds().getLast();
            peerTexts =
                    dialogue.plan().peers().get(turn.id().agent()).stream()
                            .map(peer -> last.get(peer).text())
                            .toList();
        }
        return new Occasion(
                turn.id().stage().name().toLowerCase(Locale.ROOT),
                dialogue.plan().question().answer(),
                turn.difficulty(),
                peerTexts,
                new Occasion.Place(
                        name.value(),
                        dialogue.plan().question().id(),
                        dialogue.plan().question().text(),
                        turn.id().dialogue().sample(),
                        turn.id().round()));
    }

    private static Turn turnOf(TurnId id, String prompt, Completion completion) {
        return new Turn(
                id,
                prompt,
                completion.text(),
                new TokenTrace(completion.tokenIds(), completion.logProbs()),
                completion.finish() == Finish.LENGTH);
    }
}
