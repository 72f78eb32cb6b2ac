package org.colloquy.actors.node;

import java.io.IOException;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.SimulatedModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ModelChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;
import org.colloquy.tensor.WarmingOps;

/**
 * Opens a scenario's models on the processor. Models decode side by side, so each gets its share of
 * the threads.
 *
 * @param threadsEach of one model
 */
public record ScenarioModels(int threadsEach) implements ModelSource {

    /** For a run of this scenario with so many threads. */
    public static ScenarioModels of(Scenario scenario, int threads) {
        long models = scenario.agents().stream().map(Scenario.Agent::model).distinct().count();
        return new ScenarioModels((int) Math.max(1, threads / models));
    }

    @Override
    public LanguageModel open(ModelChoice choice) throws IOException {
        return switch (choice) {
            case SimulatedChoice simulated -> new SimulatedModel(simulated.ability());
            case TransformerChoice transformer ->
                    TransformerModel.read(transformer.weights(), () -> new WarmingOps(threadsEach));
        };
    }
}
