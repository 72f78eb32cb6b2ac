package org.colloquy.grading;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A mathematical answer as it was read. */
sealed interface Term {

    /**
     * A number in digits.
     *
     * @param places digits after its point; 0 where it has none
     */
    record Num(Rational value, int places) implements Term {}

    /** A variable or a constant by its name: {@code x}, {@code a_1}, {@code pi}, {@code e}. */
    record Sym(String name) implements Term {}

    /** Prose. */
    record Words(String text) implements Term {}

    /** A function or an operation on its arguments, such as {@code +}, {@code sqrt}. */
    record Apply(String function, List<Term> arguments) implements Term {
        public Apply {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A tuple, an interval, a set (open is a brace) or a bare list (open is a space).
     *
     * @param open as written
     * @param close as written
     */
    record Row(char open, char close, List<Term> items) implements Term {
        public Row {
            items = List.copyOf(items);
        }

        boolean bare() {
            return open == ' ';
        }

        boolean set() {
            return open == '{';
        }
    }

    /** Sets joined. */
    record Union(List<Term> items) implements Term {
        public Union {
            items = List.copyOf(items);
        }
    }

    /** A matrix by its rows. */
    record Grid(List<List<Term>> rows) implements Term {
        public Grid {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** An equation or inequalities, {@code terms[0] signs[0] terms[1] ...}. */
    record Chain(List<Term> terms, List<String> signs) implements Term {
        public Chain {
            terms = List.copyOf(terms);
            signs = List.copyOf(signs);
        }

        boolean equation() {
            return signs.stream().allMatch("="::equals);
        }
    }

    static Term apply(String function, Term... arguments) {
        return new Apply(function, List.of(arguments));
    }

    static Term bare(List<Term> items) {
        return items.size() == 1 ? items.getFirst() : new Row(' ', ' ', items);
    }

    /** The parts of a term, in order. */
    default List<Term> parts() {
        return switch (this) {
            case Num number -> List.of();
            case Sym symbol -> List.of();
            case Words words -> List.of();
            case Apply call -> call.arguments();
            case Row row -> row.items();
            case Union union -> union.items();
            case Grid grid -> grid.rows().stream().flatMap(List::stream).toList();
            case Chain chain -> chain.terms();
        };
    }

    /** The same term with each of its parts changed. */
    default Term mapParts(UnaryOperator<Term> change) {
        return switch (this) {
            case Num number -> number;
            case Sym symbol -> symbol;
            case Words words -> words;
            case Apply call -> new Apply(call.function(), mapped(call.arguments(), change));
            case Row row -> new Row(row.open(), row.close(), mapped(row.items(), change));
            case Union union -> new Union(mapped(union.items(), change));
            case Grid grid ->
                    new Grid(grid.rows().stream().map(row -> mapped(row, change)).toList());
            case Chain chain -> new Chain(mapped(chain.terms(), change), chain.signs());
        };
    }

    private static List<Term> mapped(List<Term> terms, UnaryOperator<Term> change) {
        return terms.stream().map(change).toList();
    }

    /** Whether it is, or has within it, a call of one of some functions. */
    default boolean uses(Set<String> functions) {
        return this instanceof Apply call && functions.contains(call.function())
                || parts().stream().anyMatch(part -> part.uses(functions));
    }

    /** Whether any part of it is prose. */
    default boolean wordy() {
        return this instanceof Words || parts().stream().anyMatch(Term::wordy);
    }

    /** Gathers the names of its symbols. */
    default void gatherSymbols(Set<String> names) {
        if (this instanceof Sym symbol) {
            names.add(symbol.name());
        }
        parts().forEach(part -> part.gatherSymbols(names));
    }
}
