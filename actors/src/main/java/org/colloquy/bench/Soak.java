package org.colloquy.bench;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.colloquy.actors.cluster.ClusterClient;
import org.colloquy.actors.cluster.message.FromFront.Phase;
import org.colloquy.actors.cluster.message.FromFront.Progress;
import org.colloquy.actors.node.FileTree;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioReader;

/**
 * A cluster that runs one scenario again and again while its nodes are killed (-9) and replaced.
 * Every run must end with the digest of the first one, during which nobody is killed.
 *
 * <p>One node, the keeper, is never killed, so that its memory tells whether something grows.
 */
public final class Soak {

    private static final int SHORTEST_MILLIS = 2_000;
    private static final int LONGEST_MILLIS = 12_000;
    private static final long LOOK_MILLIS = 200;
    private static final long RUN_LIMIT_MINUTES = 15;

    /** What a collector may leave behind between two looks. */
    private static final double MOST_GROWTH = 1.5;

    /** Runs until the JVM has compiled and loaded what it needs. */
    private static final int SETTLED_RUNS = 3;

    private static final String SCENARIO =
            """
            name: soak
            seed: 9
            agents:
              - name: ada
                model: {provider: simulated, ability: 0.5}
              - name: bel
                model: {provider: simulated, ability: -0.5}
            questions: {source: arithmetic, families: [add, chain], levels: [1, 2], count: 400}
            interaction: {protocol: idea3, mode: dynamic, difficulty: label, samples: 8}
            """;

    private final Path folder;
    private final int size;
    private final SplittableRandom random;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int kills;

    /** When the next node dies, whichever run is under way then. */
    private long killNanos = System.nanoTime();

    /**
     * What came of it.
     *
     * @param firstBytes memory of the keeper when it had settled
     * @param lastBytes its memory at the end
     * @param reason what is wrong; empty if nothing is
     */
    public record Report(int runs, int kills, long firstBytes, long lastBytes, String reason) {

        public boolean well() {
            return reason.isEmpty();
        }
    }

    /**
     * @param folder of the runs; removed if all is well
     */
    public Soak(Path folder, int size, long seed) {
        this.folder = folder;
        this.size = size;
        this.random = new SplittableRandom(seed);
    }

    /** Runs for so long, and to the end of the run that is under way then. */
    public Report run(int minutes, Consumer<String> progress) throws IOException {
        Scenario scenario =
                ScenarioReader.read(Files.writeString(folder.resolve("soak.yaml"), SCENARIO));
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        String digest = "";
        long settled = 0;
        int runs = 0;
        try {
            while (nodes.size() < size) {
                add();
            }
            while (runs == 0 || System.nanoTime() < end) {
                String found = run("soak-" + runs, scenario, runs > 0);
                if (digest.isEmpty()) {
                    digest = found;
                }
                runs++;
                progress.accept("run %d, %d kills, digest %s".formatted(runs, kills, found));
                if (!found.equals(digest)) {
                    return report(
                            runs,
                            settled,
                            "run %d has digest %s, the first %s; see %s"
                                    .formatted(runs, found, digest, folder));
                }
                if (runs <= SETTLED_RUNS) {
                    settled = nodes.getFirst().residentBytes();
                }
            }
            boolean grown = nodes.getFirst().residentBytes() > MOST_GROWTH * settled;
            Report report = report(runs, settled, grown ? "the memory of a node has grown" : "");
            if (report.well()) {
                FileTree.delete(folder);
            }
            return report;
        } finally {
            nodes.forEach(NodeProcess::close);
        }
    }

    private Report report(int runs, long settled, String reason) throws IOException {
        return new Report(runs, kills, settled, nodes.getFirst().residentBytes(), reason);
    }

    private void add() throws IOException {
        NodeProcess node =
                NodeProcess.node(folder, names.isEmpty() ? List.of() : names.subList(0, 1));
        nodes.add(node);
        names.add(node.up());
    }

    /** One run, during which nodes die if they are to; its digest. */
    private String run(String name, Scenario scenario, boolean killing) throws IOException {
        String text = ResolvedScenario.write(scenario);
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(RUN_LIMIT_MINUTES);
        try (ClusterClient client = new ClusterClient(names, ConfigFactory.empty())) {
            while (System.nanoTime() < limit) {
                Progress now = client.submit(name, text, false);
                switch (now.phase()) {
                    case FINISHED -> {
                        return RunManifest.read(folder.resolve(name)).digest().orElse("");
                    }
                    case FAILED, INTERRUPTED ->
                            throw new IOException(name + " " + now.phase() + ": " + now.reason());
                    case UNKNOWN, WAITING, RUNNING -> {}
                }
                if (killing && now.phase() == Phase.RUNNING && System.nanoTime() > killNanos) {
                    killOne();
                    killNanos = nextKill();
                }
                pause();
            }
        }
        throw new IOException(name + " did not end in " + RUN_LIMIT_MINUTES + " minutes");
    }

    private long nextKill() {
        return System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    /** Kills any but the keeper, and starts another in its place. */
    private void killOne() throws IOException {
        int victim = random.nextInt(1, nodes.size());
        nodes.remove(victim).kill();
        names.remove(victim);
        kills++;
        add();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
