package org.colloquy.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts {@code --set path=value} into a {@link Located} tree.
 *
 * <p>A path is keys with dots between them, such as {@code interaction.sampling.temperature}; an
 * item of a list is named by index, {@code agents[0].model}, or by its {@code name}, {@code
 * agents.ada.model}. The value is YAML. Missing maps on the way are made; a plain value on the way
 * is replaced by a map, so that {@code interaction.mode.ratio=0.5} works where the file says {@code
 * mode: dynamic}.
 */
final class Overrides {

    private static final Pattern STEP =
            Pattern.compile("\\G(?:^|\\.|(?=\\[))([\\w-]+|\\[\\d{1,4}])");

    private final Binder binder;

    private Overrides(Binder binder) {
        this.binder = binder;
    }

    /** The tree with the overrides in it, later ones last; what is wrong goes to the binder. */
    static Located apply(Located root, List<String> overrides, Binder binder) {
        Overrides applier = new Overrides(binder);
        Located tree = root;
        for (String override : overrides) {
            tree = applier.apply(tree, override);
        }
        return tree;
    }

    private Located apply(Located root, String override) {
        Place place = Place.of("--set " + override);
        int equals = override.indexOf('=');
        List<String> steps = equals < 0 ? List.of() : steps(override.substring(0, equals).strip());
        if (steps.isEmpty()) {
            binder.problem(
                    place,
                    "is not of the form path=value",
                    "write for example --set interaction.sampling.temperature=0.5");
            return root;
        }
        String written = override.substring(equals + 1);
        try {
            Located value =
                    written.isBlank()
                            ? new Located.Text(place, "")
                            : LocatedParser.parse(written, place, false, binder);
            return put(root, steps, value);
        } catch (ScenarioProblems malformed) {
            malformed.problems().forEach(p -> binder.problem(place, p.reason(), p.hint()));
            return root;
        }
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int end = 0;
        while (matcher.find()) {
            steps.add(matcher.group(1));
            end = matcher.end();
        }
        return end == path.length() ? steps : List.of();
    }

    private Located put(Located node, List<String> steps, Located value) {
        if (steps.isEmpty()) {
            return value;
        }
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        if (node instanceof Located.Sequence sequence) {
            return putItem(sequence, step, rest, value);
        }
        if (step.startsWith("[")) {
            throw Binder.refusal(
                    value.place(), step + " does not name an item of a list", "check the path");
        }
        List<Located.Entry> entries = new ArrayList<>();
        Optional<Located.Entry> old = Optional.empty();
        if (node instanceof Located.Mapping mapping) {
            entries.addAll(mapping.entries());
            old = mapping.entry(step);
        }
        Located below = old.map(Located.Entry::value).orElse(new Located.Nothing(value.place()));
        Located changed = put(below, rest, value);
        Place keyPlace = old.map(Located.Entry::place).orElse(value.place());
        Located.Entry entry = new Located.Entry(keyPlace, step, changed);
        if (old.isPresent()) {
            entries.set(entries.indexOf(old.get()), entry);
        } else {
            entries.add(entry);
        }
        return new Located.Mapping(node.place(), entries);
    }

    private Located putItem(
            Located.Sequence sequence, String step, List<String> rest, Located value) {
        List<Located> items = new ArrayList<>(sequence.items());
        int index =
                step.startsWith("[")
                        ? Integer.parseInt(step.substring(1, step.length() - 1))
                        : indexOfName(items, step, value.place());
        if (index >= items.size()) {
            throw Binder.refusal(
                    value.place(),
                    "there is no item [" + index + "]",
                    "the list has " + items.size() + ", from [0]");
        }
        items.set(index, put(items.get(index), rest, value));
        return new Located.Sequence(sequence.place(), items);
    }

    private static int indexOfName(List<Located> items, String name, Place place) {
        List<String> names = items.stream().map(Overrides::nameOf).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            List<String> named = names.stream().filter(other -> !other.isEmpty()).toList();
            throw Binder.refusal(
                    place,
                    "the list has no item of name '" + name + "'",
                    NearestName.hint(name, named));
        }
        return index;
    }

    private static String nameOf(Located item) {
        return item instanceof Located.Mapping mapping
                        && mapping.value("name").orElse(item) instanceof Located.Text text
                ? text.value()
                : "";
    }
}
