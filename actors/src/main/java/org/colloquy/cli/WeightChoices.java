package org.colloquy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Agent;
import org.colloquy.scenario.Scenario.TransformerChoice;

/** {@code agent=DIR} and checkpoint folders on the command line, as overrides of a scenario. */
final class WeightChoices {

    private static final String BUILTIN = "builtin:";

    private WeightChoices() {}

    /**
     * The overrides that give the scenario's agents these weights.
     *
     * @param written each {@code agent=DIR}, {@code agent=builtin:NAME}, or a checkpoint folder
     *     with one folder of weights for each policy
     * @throws CommandFailure if one names no agent of the scenario, or a folder without weights
     */
    static List<String> overrides(String option, List<String> written, Scenario scenario) {
        List<String> overrides = new ArrayList<>();
        for (String one : written) {
            int equals = one.indexOf('=');
            if (equals > 0) {
                Agent agent = agent(option, one.substring(0, equals), scenario);
                overrides.add(override(agent, place(one.substring(equals + 1))));
            } else {
                overrides.addAll(ofCheckpoint(option, Path.of(one), scenario));
            }
        }
        return overrides;
    }

    private static List<String> ofCheckpoint(String option, Path folder, Scenario scenario) {
        List<String> overrides =
                scenario.agents().stream()
                        .filter(agent -> agent.model() instanceof TransformerChoice)
                        .filter(agent -> isModel(folder.resolve(agent.policy())))
                        .map(agent -> override(agent, absolute(folder.resolve(agent.policy()))))
                        .toList();
        if (overrides.isEmpty()) {
            throw CommandFailure.badUsage(
                    option + " " + folder + " holds no weights of " + names(scenario),
                    "name a checkpoint such as runs/RUN/checkpoints/000010, or write AGENT=DIR");
        }
        return overrides;
    }

    private static Agent agent(String option, String name, Scenario scenario) {
        return scenario.agents().stream()
                .filter(agent -> agent.name().value().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                CommandFailure.badUsage(
                                        option + " names '" + name + "'",
                                        "the scenario's agents are " + names(scenario)));
    }

    private static String override(Agent agent, String weights) {
        return "agents." + agent.name().value() + ".model.weights='" + weights + "'";
    }

    private static String place(String written) {
        return written.startsWith(BUILTIN) ? written : absolute(Path.of(written));
    }

    private static String absolute(Path folder) {
        return folder.toAbsolutePath().normalize().toString();
    }

    private static boolean isModel(Path folder) {
        return Files.isRegularFile(folder.resolve("config.json"));
    }

    private static String names(Scenario scenario) {
        return String.join(
                ", ", scenario.agents().stream().map(agent -> agent.name().value()).toList());
    }
}
