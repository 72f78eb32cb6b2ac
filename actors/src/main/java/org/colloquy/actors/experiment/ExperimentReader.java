package org.colloquy.actors.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Inference;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.actors.experiment.Experiment.Test;
import org.colloquy.scenario.Fields;
import org.colloquy.scenario.Located;
import org.colloquy.scenario.ScenarioFile;

/** Reads experiments from YAML or JSON; all mistakes of a file are found before any is reported. */
public final class ExperimentReader {

    private static final List<String> PROTOCOLS = List.of("vote", "debate", "idea3");
    private static final int MOST = 1_000_000;

    /** More can hardly be told apart in one picture. */
    private static final int CURVES = 7;

    private final ScenarioFile file;
    private final Fields top;

    private ExperimentReader(ScenarioFile file) {
        this.file = file;
        this.top = file.binder().root(file.root());
    }

    /**
     * @param overrides each {@code path=value}, applied in order before the file is checked
     * @throws org.colloquy.scenario.ScenarioProblems with everything that is wrong
     */
    public static Experiment read(Path path, List<String> overrides) {
        return bind(ScenarioFile.open(path, overrides));
    }

    /**
     * The experiment that a parsed file describes; the scenarios of all its arms are sound.
     *
     * @throws org.colloquy.scenario.ScenarioProblems with everything that is wrong
     */
    public static Experiment bind(ScenarioFile file) {
        Experiment experiment = new ExperimentReader(file).experiment();
        new ArmScenarios(file, experiment).requireSound();
        return experiment;
    }

    private Experiment experiment() {
        String name = name(top, "name");
        Path training = file.resolve(top.neededText("train"));
        List<String> set = texts(top, "set");
        List<Pair> pairs = pairs();
        List<Long> seeds = seeds();
        Test test = test(top.section("test"));
        int jobs = top.count("jobs", 1, 64, 2);
        boolean keepLogs = top.flag("keep-logs", false);
        List<Arm> arms = new ArmsBinding(top, seeds, pairs.size()).read();
        List<String> names = arms.stream().map(Arm::name).toList();
        Inference inference = inference(top.section("inference"), names, test.questions());
        String baseline = names.isEmpty() ? "" : top.choice("baseline", names, names.getFirst());
        List<String> curves = curves(arms);
        top.end();
        file.binder().throwIfAny();
        return new Experiment(
                name, training, set, pairs, seeds, test, inference, jobs, keepLogs, baseline,
                curves, arms);
    }

    private List<String> curves(List<Arm> arms) {
        List<String> trained = arms.stream().filter(Arm::isTrained).map(Arm::name).toList();
        List<String> chosen = new ArrayList<>();
        for (Located item : top.items("curves")) {
            top.choice("curves", item, trained).ifPresent(chosen::add);
        }
        return chosen.isEmpty() ? trained.stream().limit(CURVES).toList() : chosen;
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        List<Located> items = top.neededItems("pairs");
        for (int i = 0; i < items.size(); i++) {
            Fields fields = top.item("pairs", i, items.get(i));
            String name = name(fields, "name");
            if (!name.isEmpty() && !names.add(name)) {
                fields.problem(
                        fields.place("name"),
                        "name",
                        "is '" + name + "', which another pair has",
                        "rename one of them");
            }
            pairs.add(new Pair(name, weights(fields)));
            fields.end();
        }
        requireSome("pairs", pairs);
        return pairs;
    }

    private SequencedMap<String, String> weights(Fields fields) {
        SequencedMap<String, String> weights = new LinkedHashMap<>();
        if (fields.need("weights").orElse(new Located.Nothing(fields.place()))
                instanceof Located.Mapping agents) {
            Fields below = fields.neededSection("weights");
            for (Located.Entry agent : agents.entries()) {
                String written = below.neededText(agent.key());
                boolean builtin = written.startsWith("builtin:") || written.isEmpty();
                weights.put(agent.key(), builtin ? written : file.resolve(written).toString());
            }
        } else if (fields.has("weights")) {
            fields.problem(
                    fields.place("weights"),
                    "weights",
                    "is not a map",
                    "write {ada: builtin:ada, bel: builtin:bel}");
        }
        return weights;
    }

    private List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (Located item : top.neededItems("seeds")) {
            top.whole("seeds", item, Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(seeds::add);
        }
        if (Set.copyOf(seeds).size() != seeds.size()) {
            top.problem(top.place("seeds"), "seeds", "has one twice", "repeat no seed");
        }
        requireSome("seeds", seeds);
        return seeds;
    }

    private void requireSome(String key, List<?> values) {
        if (values.isEmpty() && top.has(key)) {
            top.problem(top.place(key), key, "is empty", "name at least one");
        }
    }

    private static Test test(Fields fields) {
        Test test =
                new Test(
                        fields.count("questions", 1, MOST, 1000),
                        fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 90210));
        fields.end();
        return test;
    }

    private static Inference inference(Fields fields, List<String> arms, int most) {
        List<String> chosen = new ArrayList<>();
        for (Located item : fields.items("arms")) {
            fields.choice("arms", item, arms).ifPresent(chosen::add);
        }
        List<String> protocols = new ArrayList<>();
        for (Located item : fields.items("protocols")) {
            fields.choice("protocols", item, PROTOCOLS).ifPresent(protocols::add);
        }
        Inference inference =
                new Inference(
                        chosen,
                        protocols.isEmpty() ? PROTOCOLS : protocols,
                        fields.count("questions", 1, most, Math.min(most, 300)),
                        fields.count("samples", 1, 16, 3));
        fields.end();
        return inference;
    }

    static String name(Fields fields, String key) {
        String name = fields.neededText(key);
        if (!name.isEmpty() && !name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            fields.problem(
                    fields.place(key),
                    key,
                    "is '" + name + "', which cannot name a folder",
                    "use lower case letters, digits, '.', '-' and '_', at most 64");
        }
        return name;
    }

    static List<String> texts(Fields fields, String key) {
        List<String> texts = new ArrayList<>();
        for (Located item : fields.items(key)) {
            fields.text(key, item).ifPresent(texts::add);
        }
        return texts;
    }
}
