package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Budget;
import org.colloquy.actors.experiment.Experiment.OwnIterations;
import org.colloquy.actors.experiment.Experiment.SecondsOf;
import org.colloquy.actors.experiment.Experiment.TokensOf;
import org.colloquy.actors.experiment.Experiment.Untrained;
import org.colloquy.scenario.Fields;
import org.colloquy.scenario.Located;

/** Binds {@code arms}; an arm may only name arms before it. */
final class ArmsBinding {

    private static final int MOST = 1000;

    private final Fields top;
    private final List<Long> seeds;
    private final int casts;
    private final List<Arm> arms = new ArrayList<>();

    /**
     * @param casts of the experiment
     */
    ArmsBinding(Fields top, List<Long> seeds, int casts) {
        this.top = top;
        this.seeds = seeds;
        this.casts = casts;
    }

    List<Arm> read() {
        List<Located> items = top.neededItems("arms");
        for (int i = 0; i < items.size(); i++) {
            bind(top.item("arms", i, items.get(i)));
        }
        if (items.isEmpty() && top.has("arms")) {
            top.problem(top.place("arms"), "arms", "is empty", "name at least one");
        }
        return arms;
    }

    private void bind(Fields fields) {
        String name = ExperimentReader.name(fields, "name");
        if (arms.stream().anyMatch(arm -> arm.name().equals(name))) {
            fields.problem(
                    fields.place("name"),
                    "name",
                    "is '" + name + "', which another arm has",
                    "rename one of them");
        }
        Optional<Arm> like = earlier(fields, "like");
        List<String> set = new ArrayList<>(like.map(Arm::set).orElse(List.of()));
        set.addAll(ExperimentReader.texts(fields, "set"));
        Budget budget = budget(fields, like);
        int most = Math.max(1, mostSeeds(budget, like));
        int runs = Math.min(most, fields.count("seeds", 1, MOST, most));
        int mostCasts = needed(budget, like).mapToInt(Arm::casts).min().orElse(casts);
        arms.add(
                new Arm(
                        name,
                        fields.text("title", name),
                        set,
                        budget,
                        like.map(Arm::name),
                        seeds.subList(0, Math.min(runs, seeds.size())),
                        Math.min(mostCasts, fields.count("casts", 1, MOST, mostCasts))));
        fields.end();
    }

    /** No more than of the arms that it depends on; an untrained one has no use for a second. */
    private int mostSeeds(Budget budget, Optional<Arm> like) {
        return budget instanceof Untrained
                ? 1
                : needed(budget, like)
                        .mapToInt(arm -> arm.seeds().size())
                        .min()
                        .orElse(seeds.size());
    }

    private Stream<Arm> needed(Budget budget, Optional<Arm> like) {
        return switch (budget) {
            case Untrained none -> Stream.of();
            case OwnIterations own -> Stream.of();
            case TokensOf tokens -> Stream.concat(like.stream(), named(tokens.arm()).stream());
            case SecondsOf seconds -> Stream.concat(like.stream(), named(seconds.arm()).stream());
        };
    }

    private Optional<Arm> named(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
    }

    private Budget budget(Fields fields, Optional<Arm> like) {
        if (!fields.has("budget")) {
            return new OwnIterations();
        }
        Located written = fields.find("budget").orElse(new Located.Nothing(fields.place()));
        if (written instanceof Located.Text) {
            fields.choice("budget", List.of("none"), "none");
            return new Untrained();
        }
        Fields below = fields.neededSection("budget");
        Optional<Arm> tokens = earlier(below, "tokens-of");
        Optional<Arm> seconds = earlier(below, "seconds-of");
        below.needExactlyOne("tokens-of", "seconds-of");
        below.end();
        if (like.isEmpty() || !(like.get().budget() instanceof OwnIterations)) {
            fields.problem(
                    fields.place("budget"),
                    "budget",
                    "is relative, so that the pace of a run with the same settings must be known",
                    "add 'like: ARM', the same with iterations of its own");
        }
        return tokens.<Budget>map(arm -> new TokensOf(arm.name()))
                .or(() -> seconds.map(arm -> new SecondsOf(arm.name())))
                .orElse(new OwnIterations());
    }

    private Optional<Arm> earlier(Fields fields, String key) {
        if (!fields.has(key)) {
            return Optional.empty();
        }
        List<String> trained = arms.stream().filter(Arm::isTrained).map(Arm::name).toList();
        if (trained.isEmpty()) {
            fields.find(key);
            fields.problem(
                    fields.place(key), key, "names an arm, but none is trained before", "move it");
            return Optional.empty();
        }
        return named(fields.choice(key, trained, ""));
    }
}
