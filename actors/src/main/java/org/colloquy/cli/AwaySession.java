package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.colloquy.actors.cluster.ClusterClient;
import org.colloquy.actors.cluster.ClusterClient.UnreachableException;
import org.colloquy.actors.cluster.message.FromFront.Phase;
import org.colloquy.actors.cluster.message.FromFront.Progress;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;

/** A run that a cluster does, from here: submitted, watched, and told how it ended. */
final class AwaySession {

    private static final long LOOK_MILLIS = 300;

    /** Looks between two at which it is asked which nodes do not work, and why. */
    private static final int LOOKS_PER_CHECK = 30;

    /** How long nobody may answer: a coordinator's death takes less. */
    private static final long SILENCE_SECONDS = 180;

    private final Screen screen;
    private final ClusterClient client;
    private final Scenario scenario;
    private final boolean quiet;
    private final boolean json;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Set<String> told = new HashSet<>();
    private long shown = -1;

    AwaySession(
            Screen screen, ClusterClient client, Scenario scenario, boolean quiet, boolean json) {
        this.screen = screen;
        this.client = client;
        this.scenario = scenario;
        this.quiet = quiet;
        this.json = json;
    }

    /**
     * Runs to the end, or until Ctrl-C; the exit status.
     *
     * @param run its new name
     */
    int run(String run) throws IOException {
        try (Interruption interruption = new Interruption()) {
            interruption.stopBy(
                    () -> {
                        stopping.set(true);
                        client.stop(run);
                    });
            Progress last = follow(run);
            print(last);
            return switch (last.phase()) {
                case FINISHED -> last.well() ? ExitStatus.WELL : ExitStatus.FAILED;
                case INTERRUPTED -> ExitStatus.INTERRUPTED;
                default -> ExitStatus.FAILED;
            };
        }
    }

    private Progress follow(String run) {
        String text = ResolvedScenario.write(scenario);
        boolean training = scenario.training().isPresent();
        long heard = System.nanoTime();
        for (int look = 1; ; look++) {
            try {
                Progress now = client.submit(run, text, training);
                heard = System.nanoTime();
                switch (now.phase()) {
                    case FINISHED, INTERRUPTED, FAILED -> {
                        return now;
                    }
                    case UNKNOWN, WAITING, RUNNING -> show(now);
                }
                if (look % LOOKS_PER_CHECK == 0) {
                    tellUnfit();
                }
            } catch (UnreachableException silence) {
                if (System.nanoTime() - heard > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
                    throw CommandFailure.badUsage(
                            String.valueOf(silence.getMessage()),
                            "check that the nodes are up; colloquy cluster status asks one");
                }
            }
            if (stopping.get()) {
                client.stop(run);
            }
            pause();
        }
    }

    /** A cluster none of whose nodes can do the run would else be silent for ever. */
    private void tellUnfit() {
        client.look().work().stream()
                .flatMap(work -> work.unfit().stream())
                .map(one -> one.node() + " does not work for the run: " + one.reason())
                .filter(told::add)
                .forEach(line -> screen.err().println(screen.safe("colloquy: " + line)));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(Progress now) {
        if (!quiet && !json && now.dialogues() != shown) {
            shown = now.dialogues();
            screen.err()
                    .println(
                            "%s  %s  %s  %d tokens"
                                    .formatted(
                                            now.run(),
                                            Counted.of((int) now.dialogues(), "dialogue"),
                                            Counted.of((int) now.turns(), "turn"),
                                            now.tokens()));
        }
    }

    private void print(Progress last) throws IOException {
        Path folder = Path.of(last.folder());
        String digest =
                Files.exists(folder.resolve("run.json"))
                        ? RunManifest.read(folder).digest().orElse("")
                        : "";
        String standing =
                last.phase() == Phase.FINISHED && !last.well()
                        ? "failed"
                        : last.phase().name().toLowerCase(Locale.ROOT);
        if (!last.reason().isEmpty()) {
            screen.err().println(screen.safe("colloquy: " + last.reason()));
        }
        if (json) {
            screen.out()
                    .println(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("run", last.folder())
                                    .put("status", standing)
                                    .put("digest", digest)
                                    .put("dialogues", last.dialogues())
                                    .put("turns", last.turns())
                                    .put("tokens", last.tokens())
                                    .put("iterations", last.iterations())
                                    .put("incarnation", last.incarnation()));
            return;
        }
        screen.out()
                .println(
                        screen.safe(
                                "%s  %s  %s  %s"
                                        .formatted(
                                                standing,
                                                last.folder(),
                                                Counted.of((int) last.dialogues(), "dialogue"),
                                                Counted.of((int) last.turns(), "turn"))));
        if (!digest.isEmpty()) {
            screen.out().println("digest  " + digest);
        }
    }
}
