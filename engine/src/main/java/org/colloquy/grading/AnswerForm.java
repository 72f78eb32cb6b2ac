package org.colloquy.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Chain;
import org.colloquy.grading.Term.Row;
import org.colloquy.grading.Term.Sym;
import org.colloquy.grading.Term.Union;

/** Brings an answer into the form in which answers are compared. */
final class AnswerForm {

    private static final Term INFINITY = new Sym("infty");
    private static final Set<String> UP = Set.of("<", "<=");
    private static final Set<String> DOWN = Set.of(">", ">=");

    private AnswerForm() {}

    /** Inequalities point up, those of one variable are intervals; nested lists are one. */
    static Term of(Term term) {
        return switch (term) {
            case Chain chain -> chain(chain);
            case Row row when row.bare() -> list(row);
            case Union union -> new Union(union.items().stream().map(AnswerForm::of).toList());
            case Row row -> row.mapParts(AnswerForm::of);
            default -> term;
        };
    }

    /** A list with a name for all of it, {@code x = 1, 2}, is the list of the values. */
    private static Term list(Row row) {
        List<Term> items = row.items().stream().map(AnswerForm::of).toList();
        boolean intervals =
                items.stream().allMatch(item -> item instanceof Row part && isInterval(part))
                        && row.items().stream().anyMatch(Chain.class::isInstance);
        if (intervals) {
            return new Union(items);
        }
        boolean namedOnce =
                items.getFirst() instanceof Chain first
                        && (first.equation() || first.signs().equals(List.of("in")))
                        && first.terms().getFirst() instanceof Sym
                        && items.stream().skip(1).noneMatch(Chain.class::isInstance);
        if (namedOnce) {
            List<Term> values = new ArrayList<>(items);
            values.set(0, ((Chain) items.getFirst()).terms().getLast());
            return new Row(' ', ' ', values);
        }
        return new Row(' ', ' ', items);
    }

    private static boolean isInterval(Row row) {
        return row.items().size() == 2 && "([".indexOf(row.open()) >= 0;
    }

    /** The same inequalities, with the greater side behind. */
    static Chain upward(Chain chain) {
        if (!DOWN.containsAll(chain.signs())) {
            return chain;
        }
        return new Chain(
                chain.terms().reversed(),
                chain.signs().reversed().stream().map(sign -> sign.replace('>', '<')).toList());
    }

    private static Term chain(Chain written) {
        Chain chain = upward(written);
        if (!UP.containsAll(chain.signs())) {
            return chain.mapParts(AnswerForm::of);
        }
        return interval(chain).orElse(chain);
    }

    private static Optional<Term> interval(Chain chain) {
        Term first = chain.terms().getFirst();
        Term last = chain.terms().getLast();
        boolean openBelow = chain.signs().getFirst().equals("<");
        boolean openAbove = chain.signs().getLast().equals("<");
        if (chain.terms().size() == 3 && chain.terms().get(1) instanceof Sym) {
            return Optional.of(between(openBelow, first, last, openAbove));
        }
        if (chain.terms().size() != 2) {
            return Optional.empty();
        }
        if (first instanceof Sym && constant(last)) {
            return Optional.of(between(true, Term.apply("neg", INFINITY), last, openAbove));
        }
        return last instanceof Sym && constant(first)
                ? Optional.of(between(openBelow, first, INFINITY, true))
                : Optional.empty();
    }

    private static Term between(boolean openBelow, Term low, Term high, boolean openAbove) {
        return new Row(openBelow ? '(' : '[', openAbove ? ')' : ']', List.of(low, high));
    }

    private static boolean constant(Term term) {
        Set<String> names = new java.util.TreeSet<>();
        term.gatherSymbols(names);
        return Set.of("pi", "e").containsAll(names);
    }

    /** The terms that one with a plus-minus stands for; of a list all of them. */
    static List<Term> eitherWay(Term term) {
        List<Term> either = new ArrayList<>();
        List<Term> items =
                term instanceof Row row && (row.bare() || row.set()) ? row.items() : List.of(term);
        for (Term item : items) {
            either.add(chosen(item, false));
            either.add(chosen(item, true));
        }
        return either;
    }

    private static Term chosen(Term term, boolean flipped) {
        Term inner = term.mapParts(part -> chosen(part, flipped));
        if (inner instanceof Apply call
                && (call.function().equals("+-") || call.function().equals("-+"))) {
            boolean minus = call.function().equals("-+") != flipped;
            Term second = call.arguments().getLast();
            return Term.apply(
                    "+", call.arguments().getFirst(), minus ? Term.apply("neg", second) : second);
        }
        return inner;
    }
}
