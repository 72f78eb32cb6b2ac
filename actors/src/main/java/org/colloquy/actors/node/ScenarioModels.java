package org.colloquy.actors.node;

import java.io.IOException;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.SimulatedModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ModelChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;

/**
 * Opens a scenario's models. Models decode side by side, so each gets its share of the threads.
 *
 * @param threadsEach of one model
 * @param computing what computes them
 */
public record ScenarioModels(int threadsEach, Computing computing) implements ModelSource {

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
        return new ScenarioModels(share(scenario, settings.threads()), settings.computing());
    }

    private static int share(Scenario scenario, int threads) {
        long models = scenario.agents().stream().map(Scenario.Agent::model).distinct().count();
        return (int) Math.max(1, threads / models);
    }

    @Override
    public LanguageModel open(ModelChoice choice) throws IOException {
        return switch (choice) {
            case SimulatedChoice simulated -> new SimulatedModel(simulated.ability());
            case TransformerChoice transformer ->
                    TransformerModel.read(
                            transformer.weights(), () -> computing.decoding(threadsEach));
        };
    }
}
