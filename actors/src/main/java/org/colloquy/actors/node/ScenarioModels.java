package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.colloquy.actors.recorded.RecordedModel;
import org.colloquy.actors.remote.RemoteAccess;
import org.colloquy.actors.remote.RemoteModel;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.SimulatedModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.OpenAiChoice;
import org.colloquy.scenario.RecordedChoice;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.LlamaCppChoice;
import org.colloquy.scenario.Scenario.ModelChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.weights.gguf.LlamaCppModel;

/**
 * Opens a scenario's models. Models decode side by side, so each gets its share of the threads.
 *
 * @param threadsEach of one model
 * @param computing what computes them
 * @param remote what models behind endpoints share; without it they are not asked
 */
public record ScenarioModels(int threadsEach, Computing computing, Optional<RemoteAccess> remote)
        implements ModelSource {

    /** Without models behind endpoints. */
    public ScenarioModels(int threadsEach, Computing computing) {
        this(threadsEach, computing, Optional.empty());
    }

    /** On the processor. */
    public ScenarioModels(int threadsEach) {
        this(threadsEach, Computing.ON_PROCESSOR);
    }

    /** For a run of this scenario on the processor with so many threads. */
    public static ScenarioModels of(Scenario scenario, int threads) {
        return new ScenarioModels(share(scenario, threads));
    }

    /** For a run of this scenario with these settings. */
    public static ScenarioModels of(Scenario scenario, NodeSettings settings) {
        return new ScenarioModels(
                share(scenario, settings.threads()), settings.computing(), Optional.empty());
    }

    /** The same, with models behind endpoints. */
    public ScenarioModels asking(RemoteAccess access) {
        return new ScenarioModels(threadsEach, computing, Optional.of(access));
    }

    private static int share(Scenario scenario, int threads) {
        long models =
                scenario.agents().stream()
                        .map(Scenario.Agent::model)
                        .filter(TransformerChoice.class::isInstance)
                        .distinct()
                        .count();
        return (int) Math.max(1, threads / Math.max(1, models));
    }

    @Override
    public LanguageModel open(ModelChoice choice) throws IOException {
        return switch (choice) {
            case LlamaCppChoice gguf -> LlamaCppModel.read(Path.of(gguf.file()), threadsEach);
            case SimulatedChoice simulated -> new SimulatedModel(simulated.ability());
            case TransformerChoice transformer ->
                    TransformerModel.read(
                            transformer.weights(), () -> computing.decoding(threadsEach));
            case OpenAiChoice openAi -> RemoteModel.open(openAi, access(openAi));
            case RecordedChoice recorded -> RecordedModel.read(Path.of(recorded.path()));
        };
    }

    private RemoteAccess access(OpenAiChoice choice) throws IOException {
        if (remote.isEmpty()) {
            throw new ModelFileException(
                    choice.model() + " at " + choice.baseUrl(),
                    "only run, resume and train ask a model behind an endpoint");
        }
        return remote.get();
    }
}
