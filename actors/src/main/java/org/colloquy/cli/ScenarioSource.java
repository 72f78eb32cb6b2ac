package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioReader;

/** Reads the scenario that a command's {@code FILE|RUN_DIR} names. */
final class ScenarioSource {

    private ScenarioSource() {}

    /**
     * The scenario of a file, or of an earlier run with the format that its log has.
     *
     * @param overrides each {@code path=value}
     * @throws org.colloquy.scenario.ScenarioProblems with everything that is wrong
     * @throws IOException if a run directory cannot be read, or is none
     */
    static Scenario read(Path source, List<String> overrides) throws IOException {
        return Files.isDirectory(source)
                ? ofRun(source, overrides)
                : ScenarioReader.read(source, overrides);
    }

    /** The scenario of an earlier run. */
    static Scenario ofRun(Path run, List<String> overrides) throws IOException {
        RunManifest manifest = RunManifest.read(run);
        List<String> values = new ArrayList<>();
        values.add("record.format=" + (manifest.log().endsWith(".klog") ? "kryo" : "jsonl"));
        values.addAll(overrides);
        return ResolvedScenario.read(manifest.scenario().text(), run + "/run.json", values);
    }
}
