package org.colloquy.actors.node;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.model.LanguageModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ModelChoice;

/** The models of a scenario: one for each different choice, shared by all agents that make it. */
final class OpenModels {

    private final SequencedMap<ModelChoice, LanguageModel> models = new LinkedHashMap<>();

    private OpenModels() {}

    /** Opens all, or none. */
    static OpenModels of(Scenario scenario, ModelSource source) throws IOException {
        OpenModels open = new OpenModels();
        try {
            for (Scenario.Agent agent : scenario.agents()) {
                if (!open.models.containsKey(agent.model())) {
                    open.models.put(agent.model(), source.open(agent.model()));
                }
            }
            return open;
        } catch (IOException | RuntimeException failure) {
            open.close();
            throw failure;
        }
    }

    Map<ModelChoice, LanguageModel> byChoice() {
        return models;
    }

    /** The scenario's agents and what answers for each. */
    List<Participant> participants(Scenario scenario) {
        return scenario.agents().stream()
                .map(
                        agent ->
                                new Participant(
                                        agent.name(),
                                        agent.model().provider(),
                                        Objects.requireNonNull(models.get(agent.model()))
                                                .identity()))
                .toList();
    }

    void close() {
        models.values().forEach(LanguageModel::close);
    }
}
