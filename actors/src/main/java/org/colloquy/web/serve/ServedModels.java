package org.colloquy.web.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.TransformerChoice;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;

/**
 * Finds the models that users name: {@code builtin:NAME}, a model's folder, a checkpoint with a
 * folder for each policy, or a run directory. Of a run there is the newest checkpoint's weights; of
 * one that did not train, the weights that its agents spoke by.
 */
public final class ServedModels {

    private static final String CONFIG = "config.json";
    private static final String CHECKPOINT = "\\d{6,9}";

    private final SequencedMap<String, String> places = new LinkedHashMap<>();

    private ServedModels() {}

    /**
     * Each model's place, by the name that it is asked for by.
     *
     * @throws IOException naming the source that holds no model, or two models of one name
     */
    public static SequencedMap<String, String> find(List<String> sources) throws IOException {
        ServedModels found = new ServedModels();
        for (String source : sources) {
            found.add(source);
        }
        return found.places;
    }

    private void add(String source) throws IOException {
        if (ModelFolder.isBuiltin(source)) {
            put(source.substring(ModelFolder.BUILTIN.length()), source, source);
            return;
        }
        Path folder = Path.of(source).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new ModelFileException(
                    source, "no such folder; name a run, a model's folder or builtin:ada");
        }
        if (Files.isRegularFile(folder.resolve(CONFIG))) {
            put(String.valueOf(folder.getFileName()), folder.toString(), source);
        } else if (Files.isRegularFile(folder.resolve("run.json"))) {
            addRun(folder, source);
        } else if (!addPolicies(folder, source)) {
            throw new ModelFileException(
                    source,
                    "neither a run directory, nor a checkpoint, nor a folder with " + CONFIG);
        }
    }

    private void addRun(Path run, String source) throws IOException {
        List<Path> checkpoints = new ArrayList<>();
        for (Path each : folders(run.resolve("checkpoints"))) {
            if (each.getFileName().toString().matches(CHECKPOINT)) {
                checkpoints.add(each);
            }
        }
        if (!checkpoints.isEmpty() && addPolicies(checkpoints.getLast(), source)) {
            return;
        }
        Scenario scenario =
                ResolvedScenario.read(
                        RunManifest.read(run).scenario().text(), run + "/run.json", List.of());
        Map<String, String> seen = new LinkedHashMap<>();
        for (Scenario.Agent agent : scenario.agents()) {
            if (agent.model() instanceof TransformerChoice choice
                    && seen.put(agent.policy(), choice.weights()) == null) {
                put(agent.policy(), choice.weights(), source);
            }
        }
        if (seen.isEmpty()) {
            throw new ModelFileException(source, "no agent of this run has weights of its own");
        }
    }

    private boolean addPolicies(Path checkpoint, String source) throws IOException {
        boolean any = false;
        for (Path policy : folders(checkpoint)) {
            if (Files.isRegularFile(policy.resolve(CONFIG))) {
                put(policy.getFileName().toString(), policy.toString(), source);
                any = true;
            }
        }
        return any;
    }

    private void put(String name, String place, String source) throws IOException {
        if (places.putIfAbsent(name, place) != null) {
            throw new ModelFileException(
                    source, "a second model called " + name + "; serve them one by one");
        }
    }

    /** By name, so that of checkpoints the newest comes last; none of a folder that is missing. */
    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }
}
