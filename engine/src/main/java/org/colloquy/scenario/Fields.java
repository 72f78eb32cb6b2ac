package org.colloquy.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The keys of one map while it is bound: every key is asked for by name and type, with its range
 * and default; {@link #end} then reports the keys that nobody asked for.
 *
 * <p>A value that does not fit is reported and its default given back. Fields of a needed map that
 * is missing or no map report nothing more.
 */
public final class Fields {

    static final String OFF = "off";

    /** As a least value: what is above 1. */
    static final double ABOVE_1 = StrictMath.nextUp(1.0);

    private final Binder binder;
    private final String path;
    private final Located.Mapping map;
    private final boolean silent;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(Binder binder, String path, Located.Mapping map, boolean silent) {
        this.binder = binder;
        this.path = path;
        this.map = map;
        this.silent = silent;
    }

    static Fields of(Binder binder, String path, Located value) {
        if (value instanceof Located.Mapping mapping) {
            return new Fields(binder, path, mapping, false);
        }
        String what = path.isEmpty() ? "the file" : path;
        binder.problem(
                value.place(),
                what + " is " + value.described() + ", not a map",
                "write key: value");
        return new Fields(binder, path, new Located.Mapping(value.place(), List.of()), true);
    }

    /** Where the map starts. */
    public Place place() {
        return map.place();
    }

    /** Where a key's value is, or the map if there is none. */
    public Place place(String key) {
        return map.value(key).map(Located::place).orElse(map.place());
    }

    public boolean has(String key) {
        return map.entry(key).isPresent();
    }

    /** Stands for a value that is not there. */
    Located nothing() {
        return new Located.Nothing(map.place());
    }

    /** The value of a key that may be left out. */
    public Optional<Located> find(String key) {
        known.add(key);
        binder.asked(pathOf(key));
        Optional<Located> value = map.value(key);
        if (value.isPresent() && value.get() instanceof Located.Nothing nothing) {
            problem(nothing.place(), key, "has no value", "give it one or remove the key");
            return Optional.empty();
        }
        return value;
    }

    /** The value of a key that must be there; reported where it is not. */
    public Optional<Located> need(String key) {
        Optional<Located> value = find(key);
        if (!has(key) && !silent) {
            String where = path.isEmpty() ? "the file" : path;
            binder.problem(map.place(), where + " lacks the key '" + key + "'", "add it");
        }
        return value;
    }

    /** The fields of a map below; where the key is left out, fields that are all left out. */
    public Fields section(String key) {
        return find(key).map(value -> below(key, value)).orElseGet(() -> missing(key, silent));
    }

    /** The fields of a map below that must be there. */
    public Fields neededSection(String key) {
        return need(key).map(value -> below(key, value)).orElseGet(() -> missing(key, true));
    }

    public String text(String key, String otherwise) {
        return find(key).flatMap(value -> text(key, value)).orElse(otherwise);
    }

    /** The text; empty where it is missing, which is reported. */
    public String neededText(String key) {
        return need(key).flatMap(value -> text(key, value)).orElse("");
    }

    public long whole(String key, long least, long most, long otherwise) {
        return find(key).flatMap(value -> whole(key, value, least, most)).orElse(otherwise);
    }

    /** As {@link #whole}, for ranges within 32 bits. */
    public int count(String key, int least, int most, int otherwise) {
        return (int) whole(key, least, most, otherwise);
    }

    /** A finite number in a closed range. */
    public double number(String key, double least, double most, double otherwise) {
        return find(key).flatMap(value -> number(key, value, least, most)).orElse(otherwise);
    }

    /** A number in a closed range, or {@code off}, which is also what is left out. */
    OptionalDouble numberOrOff(String key, double least, double most) {
        Optional<Located> value = find(key);
        if (value.isEmpty()
                || value.get() instanceof Located.Text text && text.value().equals(OFF)) {
            return OptionalDouble.empty();
        }
        return number(key, value.get(), least, most).stream()
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean otherwise) {
        Optional<Located> value = find(key);
        if (value.isPresent() && !(value.get() instanceof Located.Truth)) {
            problem(value.get(), key, "is " + value.get().described(), "true or false");
        }
        return value.isPresent() && value.get() instanceof Located.Truth truth
                ? truth.value()
                : otherwise;
    }

    /** One of some names. */
    public String choice(String key, List<String> names, String otherwise) {
        return find(key).flatMap(value -> choice(key, value, names)).orElse(otherwise);
    }

    /** One of the values of an enum, by their {@link Label}s. */
    <E extends Enum<E>> E choice(String key, E otherwise) {
        E[] values = otherwise.getDeclaringClass().getEnumConstants();
        String label = choice(key, Label.all(values), Label.of(otherwise));
        return values[Label.all(values).indexOf(label)];
    }

    /** One of some names; empty where it is missing or unknown, which is reported. */
    public String neededChoice(String key, List<String> names) {
        return need(key).flatMap(value -> choice(key, value, names)).orElse("");
    }

    /** The items of a list; none where the key is left out or holds no list. */
    public List<Located> items(String key) {
        return find(key).map(value -> items(key, value)).orElse(List.of());
    }

    /** The items of a list that must be there. */
    public List<Located> neededItems(String key) {
        return need(key).map(value -> items(key, value)).orElse(List.of());
    }

    /** The fields of a map that {@link #find} gave. */
    public Fields below(String key, Located value) {
        return of(binder, pathOf(key), value);
    }

    /** The fields of an item of a list. */
    public Fields item(String key, int index, Located item) {
        return of(binder, pathOf(key) + "[" + index + "]", item);
    }

    public Optional<String> text(String key, Located value) {
        if (value instanceof Located.Text text) {
            return Optional.of(text.value());
        }
        String hint =
                switch (value) {
                    case Located.Whole whole -> "put it in quotes";
                    case Located.Fraction fraction -> "put it in quotes";
                    case Located.Truth truth -> "put it in quotes";
                    default -> "write one text";
                };
        problem(value.place(), key, "is " + value.described() + ", not a text", hint);
        return Optional.empty();
    }

    public Optional<Long> whole(String key, Located value, long least, long most) {
        String range = least == Long.MIN_VALUE ? "of 64 bits" : least + " to " + most;
        Optional<Long> whole =
                switch (value) {
                    case Located.Whole w -> Optional.of(w.value());
                    case Located.Fraction f
                            when f.value() == StrictMath.rint(f.value())
                                    && StrictMath.abs(f.value()) < 0x1p53 ->
                            Optional.of((long) f.value());
                    default -> Optional.empty();
                };
        if (whole.isEmpty()) {
            problem(value, key, "is " + value.described() + ", not a whole number", range);
        } else if (whole.get() < least || whole.get() > most) {
            problem(value, key, "is " + value.described() + ", out of range", range);
            return Optional.empty();
        }
        return whole;
    }

    public Optional<Double> number(String key, Located value, double least, double most) {
        String range = plain(least) + " to " + plain(most);
        Optional<Double> number =
                switch (value) {
                    case Located.Whole w -> Optional.of((double) w.value());
                    case Located.Fraction f -> Optional.of(f.value());
                    default -> Optional.empty();
                };
        if (number.isEmpty()) {
            problem(value, key, "is " + value.described() + ", not a number", range);
        } else if (!(number.get() >= least && number.get() <= most)) {
            problem(value, key, "is " + value.described() + ", out of range", range);
            return Optional.empty();
        }
        return number;
    }

    public Optional<String> choice(String key, Located value, List<String> names) {
        if (value instanceof Located.Text text && names.contains(text.value())) {
            return Optional.of(text.value());
        }
        String written = value instanceof Located.Text text ? text.value() : "";
        problem(
                value.place(),
                key,
                "is " + value.described() + ", which is not known",
                NearestName.hint(written, names));
        return Optional.empty();
    }

    /** Reports something about a key. */
    public void problem(Place place, String key, String what, String hint) {
        if (!silent) {
            binder.problem(place, pathOf(key) + " " + what, hint);
        }
    }

    /** Reports where none or both of two keys are there. */
    public void needExactlyOne(String one, String other) {
        if (has(one) == has(other) && !silent) {
            binder.problem(
                    map.place(),
                    path
                            + (has(one) ? " has both '" : " has neither '")
                            + one
                            + (has(one) ? "' and '" : "' nor '")
                            + other
                            + "'",
                    "write exactly one");
        }
    }

    /** Takes all keys as known: for maps whose kind could not be told. */
    void endsUnchecked() {
        map.entries().forEach(entry -> known.add(entry.key()));
    }

    /** Reports every key that was not asked for, with the nearest one that was. */
    public void end() {
        for (Located.Entry entry : map.entries()) {
            if (!known.contains(entry.key())) {
                String where = path.isEmpty() ? "" : " in " + path;
                binder.problem(
                        entry.place(),
                        "unknown key '" + entry.key() + "'" + where,
                        NearestName.hint(entry.key(), known));
            }
        }
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Fields missing(String key, boolean quiet) {
        return new Fields(binder, pathOf(key), new Located.Mapping(map.place(), List.of()), quiet);
    }

    private List<Located> items(String key, Located value) {
        if (value instanceof Located.Sequence sequence) {
            return new ArrayList<>(sequence.items());
        }
        problem(
                value.place(),
                key,
                "is " + value.described() + ", not a list",
                "write it in brackets: [...]");
        return List.of();
    }

    private void problem(Located value, String key, String what, String range) {
        problem(value.place(), key, what, "it must be " + range);
    }

    private static String plain(double bound) {
        if (bound == Double.MIN_VALUE) {
            return "above 0";
        }
        if (bound == StrictMath.nextDown(1.0)) {
            return "below 1";
        }
        if (bound == ABOVE_1) {
            return "above 1";
        }
        return bound == StrictMath.rint(bound)
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
