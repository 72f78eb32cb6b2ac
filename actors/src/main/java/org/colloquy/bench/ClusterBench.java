package org.colloquy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsSender;
import org.colloquy.actors.node.FileTree;

/**
 * What a cluster costs: turns per second on 1, 2 and 4 nodes beside raw remoting of the same
 * messages, agents alive over two nodes and their bytes, weights on their way to another node, and
 * embedded models on one and two nodes.
 *
 * <p>Each node is a JVM of its own with one thread to compute with. Rates are those between the
 * ends of dialogues, so that starting and ending are not in them.
 */
public final class ClusterBench implements Benchmark {

    private static final double GOAL = 0.5;
    private static final double SCALING_GOAL = 1.8;
    private static final int AGENTS = 1_000_000;
    private static final int WEIGHTS_BYTES = 100_000_000;
    private static final double MILLIS = 1000;

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public String description() {
        return "Turns over several JVMs beside raw remoting; agents, weights and models on nodes";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        try {
            Path folder = Files.createTempDirectory("colloquy-bench");
            try {
                return run(folder, progress);
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Figure> run(Path folder, Consumer<String> progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        ClusterRuns runs = new ClusterRuns(folder, progress);
        ClusterRuns.Rate one = runs.simulated(1);
        ClusterRuns.Rate two = runs.simulated(2);
        ClusterRuns.Rate four = runs.simulated(4);
        raw(one, two, four, one.run(), figures, progress);
        ClusterRuns.Rate alone = runs.embedded(1);
        ClusterRuns.Rate both = runs.embedded(2);
        figures.add(Figure.of("embedded models, 1 node", alone.tokens(), "tokens/s"));
        figures.add(Figure.of("embedded models, 2 nodes", both.tokens(), "tokens/s"));
        figures.add(
                Figure.atLeast(
                        SCALING_GOAL, "2 nodes to 1, tokens", both.tokens() / alone.tokens(), ""));
        return figures;
    }

    private static void raw(
            ClusterRuns.Rate one,
            ClusterRuns.Rate two,
            ClusterRuns.Rate four,
            Path run,
            List<Figure> figures,
            Consumer<String> progress)
            throws IOException {
        ActorSystem<Void> system = ClusterPeer.open("");
        ShardedAgents agents = ShardedAgents.open(system);
        try (NodeProcess peer =
                NodeProcess.start(
                        List.of("-Xmx3g"),
                        ClusterPeer.class.getName(),
                        List.of(ClusterPeer.name(system)))) {
            peer.up();
            progress.accept("raw remoting");
            RawRemoting raw = RawRemoting.measure(system, peer, run);
            double turns = raw.exchangesPerSecond() * Exchange.of(run).turns();
            figures.add(Figure.of("simulated turns, 1 node", one.turns(), "turns/s"));
            figures.add(Figure.of("simulated turns, 2 nodes", two.turns(), "turns/s"));
            figures.add(Figure.of("simulated turns, 4 nodes", four.turns(), "turns/s"));
            figures.add(Figure.of("raw remoting of the same messages", turns, "turns/s"));
            figures.add(Figure.atLeast(GOAL, "2 nodes to raw remoting", two.turns() / turns, ""));
            figures.add(Figure.of("an order of one dialogue", raw.orderBytes(), "bytes"));
            figures.add(Figure.of("its result", raw.resultBytes(), "bytes"));
            figures.add(Figure.of("start and end of 2 nodes", two.aroundSeconds(), "s"));
            weights(system, peer, figures, progress);
            agents(agents, peer, figures, progress);
        } finally {
            system.terminate();
        }
    }

    private static void weights(
            ActorSystem<?> system,
            NodeProcess peer,
            List<Figure> figures,
            Consumer<String> progress)
            throws IOException {
        progress.accept("weights");
        WeightsSender sender = new WeightsSender();
        WeightsId id = sender.publish(WeightsTrip.POLICY, 1, new byte[WEIGHTS_BYTES]);
        ActorRef<ToDispatch> giver =
                system.systemActorOf(WeightsTrip.giver(sender), "giver", Props.empty());
        peer.say(
                "fetch "
                        + ActorRefResolver.get(system).toSerializationFormat(giver)
                        + " "
                        + id.sha256()
                        + " "
                        + id.length());
        double seconds = Long.parseLong(peer.await("fetch ")) / MILLIS;
        figures.add(Figure.of("100 MB of weights to another node", seconds, "s"));
    }

    private static void agents(
            ShardedAgents agents, NodeProcess peer, List<Figure> figures, Consumer<String> progress)
            throws IOException {
        progress.accept(AGENTS + " agents over two nodes");
        long before = used(agents, peer);
        long start = System.nanoTime();
        agents.start(AGENTS);
        double seconds = (System.nanoTime() - start) / 1e9;
        long after = used(agents, peer);
        figures.add(Figure.of("agents alive over two nodes", AGENTS, "agents"));
        figures.add(Figure.of("time until they are", seconds, "s"));
        figures.add(Figure.of("an agent", (double) (after - before) / AGENTS, "bytes"));
    }

    private static long used(ShardedAgents agents, NodeProcess peer) throws IOException {
        peer.say("used");
        return agents.usedBytes() + Long.parseLong(peer.await("used "));
    }
}
