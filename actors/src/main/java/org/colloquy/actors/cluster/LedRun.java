package org.colloquy.actors.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.colloquy.actors.cluster.message.FromFront.Phase;
import org.colloquy.actors.cluster.message.FromFront.Progress;
import org.colloquy.actors.cluster.message.ToFront;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.RunHandle;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.log.RunLease;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that this node leads: its lease, its handle, and how far it is. */
final class LedRun {

    private static final Logger LOG = LoggerFactory.getLogger(LedRun.class);

    private final String id;
    private final RunLease lease;
    private final RunHandle handle;
    private final ClusterAbroad abroad;
    private final ProgressCount count = new ProgressCount();

    /**
     * Where runs are led.
     *
     * @param runs the shared directory
     * @param node this one's address
     * @param cells that each node opens
     * @param inFlight the most dialogues of a plain run at once, over all nodes
     */
    record Site(
            Path runs,
            String node,
            String engineVersion,
            NodeSettings settings,
            int cells,
            int inFlight) {}

    /** Begins a new run. */
    static LedRun begin(
            Site site, ActorContext<?> context, ToFront.Submit submit, Consumer<RunResult> end)
            throws IOException {
        Path folder = site.runs().resolve(submit.run());
        Scenario scenario =
                ResolvedScenario.read(submit.scenario(), "the submitted scenario", List.of());
        return new LedRun(
                site,
                new ClusterAbroad(context, site, folder),
                scenario,
                launch ->
                        submit.training()
                                ? ColloquyRun.train(folder, scenario, launch)
                                : ColloquyRun.start(folder, scenario, launch),
                end);
    }

    /** Goes on with a run whose leader is gone. */
    static LedRun resume(Site site, ActorContext<?> context, String run, Consumer<RunResult> end)
            throws IOException {
        Path folder = site.runs().resolve(run);
        ClusterAbroad abroad = new ClusterAbroad(context, site, folder);
        abroad.lease();
        Scenario scenario =
                ResolvedScenario.read(
                        RunManifest.read(folder).scenario().text(),
                        folder + "/run.json",
                        List.of());
        return new LedRun(
                site, abroad, scenario, launch -> ColloquyRun.resume(folder, launch), end);
    }

    private interface Starter {
        RunHandle start(Launch launch) throws IOException;
    }

    private LedRun(
            Site site,
            ClusterAbroad abroad,
            Scenario scenario,
            Starter starter,
            Consumer<RunResult> end)
            throws IOException {
        this.abroad = abroad;
        NodeSettings settings =
                new NodeSettings(
                        site.settings().threads(),
                        Math.max(site.inFlight(), NodeSettings.inFlight(scenario)),
                        site.settings().computing());
        this.handle =
                starter.start(
                        new Launch(
                                site.engineVersion(),
                                settings,
                                ScenarioModels.of(scenario, settings),
                                count,
                                Optional.of(abroad)));
        this.lease = abroad.lease();
        this.id = String.valueOf(lease.run().getFileName());
        handle.result().thenAccept(end);
    }

    String id() {
        return id;
    }

    Optional<ActorRef<Dispatch.Command>> dispatch() {
        return abroad.dispatch();
    }

    void stop() {
        handle.stop();
    }

    Progress progress() {
        return count.progress(id, Phase.RUNNING, lease, false, "");
    }

    /** The run is over. */
    Progress ended(RunResult result) {
        try {
            lease.end();
        } catch (IOException left) {
            LOG.warn("the lease of {} is left behind", id, left);
        }
        Phase phase =
                switch (result.status()) {
                    case FINISHED -> Phase.FINISHED;
                    case INTERRUPTED -> Phase.INTERRUPTED;
                    case FAILED -> Phase.FAILED;
                };
        return count.progress(id, phase, lease, result.well(), result.reason());
    }

    static Progress nothing(String run, Phase phase) {
        return new Progress(run, phase, "", 0, 0, 0, 0, 0, false, "");
    }

    static Progress failed(String run, Path folder, String reason) {
        return new Progress(run, Phase.FAILED, folder.toString(), 0, 0, 0, 0, 0, false, reason);
    }
}
