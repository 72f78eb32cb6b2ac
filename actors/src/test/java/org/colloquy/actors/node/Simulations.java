package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.dialogue.AgentName;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.log.RunDirectory;
import org.colloquy.model.SimulatedModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.colloquy.scenario.Scenario.HearAll;
import org.colloquy.scenario.Scenario.HearRandom;
import org.colloquy.scenario.Scenario.Interaction;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.LogFormat;
import org.colloquy.scenario.Scenario.Recording;
import org.colloquy.scenario.Scenario.SamplingChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;

/** Small runs of simulated agents, and what they leave behind. */
final class Simulations {

    static final ModelSource MODELS =
            choice -> new SimulatedModel(((SimulatedChoice) choice).ability());

    private Simulations() {}

    static Scenario scenario(long seed, int agents, String protocol, DifficultyRule difficulty) {
        return new Scenario(
                "simulation",
                seed,
                IntStream.range(0, agents)
                        .mapToObj(
                                agent ->
                                        new Scenario.Agent(
                                                new AgentName("a" + agent),
                                                agent == 0 ? "careful" : "",
                                                new SimulatedChoice(agent % 2 == 0 ? 0.3 : -0.5)))
                        .toList(),
                new ArithmeticQuestions(List.of("add", "chain"), List.of(1, 2, 3), 7, "test"),
                new Interaction(
                        protocol,
                        new ModeRule.Dynamic(Pooling.MEAN),
                        difficulty,
                        2,
                        2,
                        agents > 2 ? new HearRandom(2) : new HearAll(),
                        5,
                        3,
                        new SamplingChoice(0.7, 0, 1, 0, 64, List.of()),
                        new Limits(600_000, 2)),
                new Recording(LogFormat.JSONL));
    }

    /**
     * The same with a thread of its own for the models' server. One that keeps ticking on the
     * threads of the others can keep them out for ever.
     */
    static Scenario onThreadsOfTheirOwn(Scenario shared) {
        return new Scenario(
                shared.name(),
                shared.seed(),
                shared.agents().stream()
                        .map(
                                agent ->
                                        new Scenario.Agent(
                                                agent.name(),
                                                agent.persona(),
                                                new TransformerChoice("builtin:ada")))
                        .toList(),
                shared.questions(),
                shared.interaction(),
                shared.record());
    }

    /** The same, with 200 ms for a turn and no second try. */
    static Interaction impatient(Interaction patient) {
        return new Interaction(
                patient.protocol(),
                patient.mode(),
                patient.difficulty(),
                patient.samples(),
                patient.rounds(),
                patient.hearing(),
                patient.validation(),
                patient.anchors(),
                patient.sampling(),
                new Limits(200, 1));
    }

    static Launch launch(int threads, int inFlight) {
        return launch(threads, inFlight, MODELS, RunListener.NOBODY);
    }

    static Launch launch(int threads, int inFlight, ModelSource models, RunListener listener) {
        return new Launch("test", new NodeSettings(threads, inFlight), models, listener);
    }

    static RunResult end(RunHandle run) {
        try {
            return run.result().toCompletableFuture().get(300, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("the run does not end", failure);
        }
    }

    /** Runs to the end and gives the log's bytes. */
    static byte[] log(Path folder, Scenario scenario, Launch launch) throws IOException {
        RunResult result = end(ColloquyRun.start(folder, scenario, launch));
        if (result.status() != RunResult.Status.FINISHED) {
            throw new AssertionError(result);
        }
        return Files.readAllBytes(RunDirectory.logOf(folder));
    }
}
