package org.colloquy.actors.node;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ModelChoice;

/**
 * The models of a scenario: one for each different choice, shared by all agents that make it; in
 * training, one for each trained policy besides.
 */
final class OpenModels {

    private final SequencedMap<Seat, LanguageModel> models = new LinkedHashMap<>();

    /**
     * What agents speak by.
     *
     * @param policy that is trained; empty for a model that stays as it is
     */
    record Seat(Optional<String> policy, ModelChoice choice) {

        static Seat of(Scenario scenario, Scenario.Agent agent) {
            boolean trained = scenario.training().isPresent() && agent.isTrainable();
            return new Seat(
                    trained ? Optional.of(agent.policy()) : Optional.empty(), agent.model());
        }
    }

    private OpenModels() {}

    /** Opens all, or none. */
    static OpenModels of(Scenario scenario, ModelSource source) throws IOException {
        OpenModels open = new OpenModels();
        try {
            for (Scenario.Agent agent : scenario.agents()) {
                Seat seat = Seat.of(scenario, agent);
                if (!open.models.containsKey(seat)) {
                    open.models.put(seat, source.open(agent.model()));
                }
            }
            return open;
        } catch (IOException | RuntimeException failure) {
            open.close();
            throw failure;
        }
    }

    Map<Seat, LanguageModel> bySeat() {
        return models;
    }

    /** Our own transformer that a policy starts from. */
    TransformerModel start(Scenario.Policy policy) {
        LanguageModel model = models.get(new Seat(Optional.of(policy.name()), policy.model()));
        if (model instanceof TransformerModel transformer) {
            return transformer;
        }
        throw new IllegalArgumentException(
                "policy " + policy.name() + " has no weights of ours to train");
    }

    /** The scenario's agents and what answers for each. */
    List<Participant> participants(Scenario scenario) {
        return participants(scenario, models);
    }

    static List<Participant> participants(Scenario scenario, Map<Seat, LanguageModel> models) {
        return scenario.agents().stream()
                .map(
                        agent ->
                                new Participant(
                                        agent.name(),
                                        agent.model().provider(),
                                        Objects.requireNonNull(models.get(Seat.of(scenario, agent)))
                                                .identity()))
                .toList();
    }

    void close() {
        models.values().forEach(LanguageModel::close);
    }
}
