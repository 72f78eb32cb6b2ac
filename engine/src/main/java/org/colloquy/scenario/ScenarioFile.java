package org.colloquy.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A scenario file that could be parsed, overrides included, before its keys are bound.
 *
 * @param binder holds the problems found so far; takes those of binding
 */
public record ScenarioFile(Path path, Located root, Binder binder) {

    /**
     * Parses a file; {@code .json} as JSON, everything else as YAML.
     *
     * @param overrides each {@code path=value}, applied in order
     * @throws ScenarioProblems if it cannot be read or parsed
     */
    public static ScenarioFile open(Path path, List<String> overrides) {
        String text = SourceText.read(path);
        boolean json = path.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return parse(path, text, new Place(path.toString(), 1, 1), json, overrides);
    }

    static ScenarioFile parse(
            Path path, String text, Place origin, boolean json, List<String> overrides) {
        Binder binder = new Binder();
        Located parsed = LocatedParser.parse(text, origin, json, binder);
        return new ScenarioFile(path, Overrides.apply(parsed, overrides, binder), binder);
    }

    /** What a file can describe. */
    public enum Kind {
        SCENARIO,
        /** A pretraining recipe, with {@code pretrain} at its top. */
        PRETRAINING,
        /** Many trainings, with {@code arms} or {@code pairs} at its top. */
        EXPERIMENT
    }

    public Kind kind() {
        if (has("pretrain")) {
            return Kind.PRETRAINING;
        }
        return has("arms") || has("pairs") ? Kind.EXPERIMENT : Kind.SCENARIO;
    }

    private boolean has(String key) {
        return root instanceof Located.Mapping mapping && mapping.entry(key).isPresent();
    }

    /** A path in the file: absolute, or relative to the file's folder. */
    public Path resolve(String written) {
        return path.toAbsolutePath().resolveSibling(written).normalize();
    }
}
