package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.agent.Voice;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.model.SimulatedModel;
import org.colloquy.question.Question;

/**
 * What many agents in one process cost.
 *
 * @param bytesEach heap of one agent that has nothing to do, its name and its actor included
 * @param answered agents that answered a question, each its own
 */
record IdleAgents(double bytesEach, int answered) {

    static final int COUNT = 100_000;

    private static final long PATIENCE_SECONDS = 120;
    private static final int COLLECTIONS = 4;
    private static final long SETTLING_MILLIS = 200;

    static IdleAgents measure(NodeSettings settings) {
        ActorSystem<Crowd.Command> system =
                ActorSystem.create(Behaviors.setup(Crowd::new), "agents", settings.config());
        try {
            CompletableFuture<Integer> ready = new CompletableFuture<>();
            system.tell(new Crowd.Gather(0, ready));
            await(ready);
            long before = usedBytes();
            CompletableFuture<Integer> gathered = new CompletableFuture<>();
            system.tell(new Crowd.Gather(COUNT, gathered));
            await(gathered);
            double bytesEach = (double) (usedBytes() - before) / COUNT;
            CompletableFuture<Integer> answered = new CompletableFuture<>();
            system.tell(new Crowd.AskAll(answered));
            return new IdleAgents(bytesEach, await(answered));
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static int await(CompletableFuture<Integer> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Of the live objects, as far as the collector tells. */
    private static long usedBytes() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            try {
                Thread.sleep(SETTLING_MILLIS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Parent of all agents. */
    private static final class Crowd extends AbstractMatchingBehavior<Crowd.Command> {

        sealed interface Command {}

        record Gather(int count, CompletableFuture<Integer> done) implements Command {}

        record AskAll(CompletableFuture<Integer> done) implements Command {}

        private record Heard(Agent.Considered answer) implements Command {}

        private static final Question QUESTION =
                new Question("q", "add", 1, "What is 1 plus 2?", "3", List.of());

        private final Voice voice = new Voice(1, new TranscriptPrompts(), Sampling.greedy(8));
        private final ActorRef<ModelServer.Command> model;
        private final List<ActorRef<Agent.Command>> agents = new ArrayList<>(COUNT);
        private CompletableFuture<Integer> allAnswered = new CompletableFuture<>();
        private int answered;

        Crowd(ActorContext<Command> context) {
            super(context);
            this.model =
                    context.spawn(
                            ModelServer.create(
                                    new SimulatedModel(0), new ModelServer.Bounds(64, COUNT)),
                            "model");
        }

        @Override
        public Behavior<Command> onMessage(Command command) {
            return switch (command) {
                case Gather gather -> onGather(gather);
                case AskAll ask -> onAskAll(ask);
                case Heard heard -> onHeard();
            };
        }

        private Behavior<Command> onGather(Gather gather) {
            for (int agent = 0; agent < gather.count(); agent++) {
                AgentName name = new AgentName("a" + agent);
                agents.add(
                        getContext().spawn(Agent.create(name, "", voice, model), "agent-" + name));
            }
            gather.done().complete(agents.size());
            return this;
        }

        private Behavior<Command> onAskAll(AskAll ask) {
            allAnswered = ask.done();
            ActorRef<Agent.Considered> ear =
                    getContext().messageAdapter(Agent.Considered.class, Heard::new);
            Agent.Solve task = new Agent.Solve(QUESTION, Occasion.NONE);
            for (int agent = 0; agent < agents.size(); agent++) {
                agents.get(agent).tell(new Agent.Consider(task, agent, Sampling.greedy(8), ear));
            }
            return this;
        }

        private Behavior<Command> onHeard() {
            answered++;
            if (answered == agents.size()) {
                allAnswered.complete(answered);
            }
            return this;
        }
    }
}
