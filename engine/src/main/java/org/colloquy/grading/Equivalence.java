package org.colloquy.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Chain;
import org.colloquy.grading.Term.Grid;
import org.colloquy.grading.Term.Row;
import org.colloquy.grading.Term.Sym;
import org.colloquy.grading.Term.Union;
import org.colloquy.grading.Term.Words;

/**
 * Whether a given answer says the same as the right one, by their structure; values are compared by
 * {@link ValueMatch}.
 *
 * <p>Lists and sets are compared without regard to order, tuples and intervals with it. An answer
 * may be the value alone where the right one is {@code x = value}, and the other way round.
 * Inequalities in one variable are intervals. Units, degrees and signs of per cent may be missing
 * on one side.
 */
final class Equivalence {

    private static final int MAX_COMPARISONS = 3000;
    private static final int MAX_UNORDERED = 50;
    private static final Set<String> EITHER = Set.of("+-", "-+");
    private static final Set<String> NUMERALS = Set.of("deg", "percent");

    private int comparisons;

    private Equivalence() {}

    static boolean same(Term right, Term given) {
        Equivalence equivalence = new Equivalence();
        boolean asWritten =
                right instanceof Chain a
                        && given instanceof Chain b
                        && equivalence.chains(AnswerForm.upward(a), AnswerForm.upward(b));
        return asWritten || equivalence.match(AnswerForm.of(right), AnswerForm.of(given));
    }

    /** Whether two texts are the same words, whatever stands between them. */
    static boolean sameWords(String right, String given) {
        String words = letters(right);
        return !words.isEmpty() && words.equals(letters(given));
    }

    private static String letters(String text) {
        String plain = text.replaceAll("\\\\[a-zA-Z]{1,12}", " ").toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder();
        plain.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private boolean match(Term right, Term given) {
        if (right.equals(given)) {
            return true;
        }
        if (++comparisons > MAX_COMPARISONS) {
            return false;
        }
        if (right instanceof Words || given instanceof Words) {
            return right instanceof Words(String a)
                    && given instanceof Words(String b)
                    && sameWords(a, b);
        }
        if (right instanceof Chain a && given instanceof Chain b) {
            return chains(a, b) || bothAsValues(a, b);
        }
        if (right instanceof Chain || given instanceof Chain) {
            Optional<Term> a = value(right, true);
            Optional<Term> b = value(given, false);
            return a.isPresent() && b.isPresent() && match(a.get(), b.get());
        }
        if (right instanceof Grid || given instanceof Grid) {
            return grids(right, given);
        }
        if (joined(right) || joined(given)) {
            return unordered(parts(right), parts(given));
        }
        if (right instanceof Row a && given instanceof Row b) {
            return rows(a, b);
        }
        if (right instanceof Row || given instanceof Row) {
            return single(right, given);
        }
        return values(right, given);
    }

    private static boolean joined(Term term) {
        return term instanceof Union;
    }

    private static List<Term> parts(Term term) {
        return switch (term) {
            case Union union -> union.items();
            case Row row when row.bare() -> row.items();
            default -> List.of(term);
        };
    }

    private boolean values(Term right, Term given) {
        if (right.uses(EITHER) || given.uses(EITHER)) {
            return unordered(AnswerForm.eitherWay(right), AnswerForm.eitherWay(given));
        }
        Optional<Term> bareRight = numeral(right);
        Optional<Term> bareGiven = numeral(given);
        if (bareRight.isPresent() || bareGiven.isPresent()) {
            Term a = bareRight.orElse(right);
            Term b = bareGiven.orElse(given);
            return ValueMatch.same(a, b)
                    || bareRight.isPresent() != bareGiven.isPresent()
                            && ValueMatch.same(right, given);
        }
        return based(right, given) || ValueMatch.same(right, given);
    }

    /** What a sign of degrees or of per cent stands behind. */
    private static Optional<Term> numeral(Term term) {
        if (term instanceof Apply call && NUMERALS.contains(call.function())) {
            return Optional.of(call.arguments().getFirst());
        }
        return term instanceof Apply(String name, List<Term> of) && name.equals("neg")
                ? numeral(of.getFirst()).map(bare -> Term.apply("neg", bare))
                : Optional.empty();
    }

    /** Numerals of another base: the same digits, and the same base if both name one. */
    private static boolean based(Term right, Term given) {
        return right instanceof Apply a
                && a.function().equals("base")
                && (given instanceof Apply b && b.function().equals("base")
                        ? a.arguments().equals(b.arguments())
                        : a.arguments().getFirst().equals(given));
    }

    private boolean rows(Row right, Row given) {
        boolean listed = (right.set() || right.bare()) && (given.set() || given.bare());
        if (listed) {
            return unordered(right.items(), given.items());
        }
        boolean brackets =
                !right.set()
                        && !given.set()
                        && (right.bare()
                                || given.bare()
                                || right.open() == given.open() && right.close() == given.close());
        return brackets && ordered(right.items(), given.items());
    }

    private boolean single(Term right, Term given) {
        Row row = right instanceof Row ? (Row) right : (Row) given;
        if (right.uses(EITHER) || given.uses(EITHER)) {
            return unordered(AnswerForm.eitherWay(right), AnswerForm.eitherWay(given));
        }
        Term other = right instanceof Row ? given : right;
        return row.items().stream().distinct().count() == 1
                && (row.set() || row.bare())
                && match(row.items().getFirst(), other);
    }

    private boolean ordered(List<Term> right, List<Term> given) {
        if (right.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < right.size(); i++) {
            if (!match(right.get(i), given.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean unordered(List<Term> right, List<Term> given) {
        List<Term> wanted = distinct(right);
        List<Term> left = distinct(given);
        if (wanted.size() != left.size()) {
            return false;
        }
        if (wanted.size() > MAX_UNORDERED) {
            return ordered(wanted, left);
        }
        for (Term item : wanted) {
            int found = -1;
            for (int i = 0; i < left.size() && found < 0; i++) {
                found = match(item, left.get(i)) ? i : -1;
            }
            if (found < 0) {
                return false;
            }
            left.remove(found);
        }
        return true;
    }

    private List<Term> distinct(List<Term> items) {
        return new ArrayList<>(items.stream().distinct().toList());
    }

    private boolean grids(Term right, Term given) {
        if (right instanceof Grid a && given instanceof Grid b) {
            if (a.rows().size() != b.rows().size()) {
                return false;
            }
            for (int i = 0; i < a.rows().size(); i++) {
                if (!ordered(a.rows().get(i), b.rows().get(i))) {
                    return false;
                }
            }
            return true;
        }
        Optional<List<Term>> a = vector(right);
        Optional<List<Term>> b = vector(given);
        return a.isPresent() && b.isPresent() && ordered(a.get(), b.get());
    }

    /** The entries of a matrix of one row or column, or of a tuple. */
    private static Optional<List<Term>> vector(Term term) {
        return switch (term) {
            case Row row when !row.set() -> Optional.of(row.items());
            case Grid grid when grid.rows().size() == 1 -> Optional.of(grid.rows().getFirst());
            case Grid grid when grid.rows().stream().allMatch(row -> row.size() == 1) ->
                    Optional.of(grid.parts());
            default -> Optional.empty();
        };
    }

    private boolean chains(Chain right, Chain given) {
        if (right.terms().size() != 2 || given.terms().size() != 2) {
            return right.signs().equals(given.signs()) && ordered(right.terms(), given.terms());
        }
        String sign = right.signs().getFirst();
        if (!sign.equals(given.signs().getFirst())) {
            return false;
        }
        if (sign.equals("in") || right.terms().getFirst().equals(given.terms().getFirst())) {
            return match(right.terms().getLast(), given.terms().getLast());
        }
        Optional<Double> ratio = ValueMatch.ratio(difference(right), difference(given));
        boolean direction = sign.equals("=") || sign.equals("!=");
        return ratio.isPresent() && (direction || ratio.get() > 0);
    }

    /** As of {@code x = 2 + 3 = 5} and {@code x = 5}. */
    private boolean bothAsValues(Chain right, Chain given) {
        boolean sameName =
                right.equation()
                        && given.equation()
                        && right.terms().getFirst().equals(given.terms().getFirst());
        return sameName && match(right.terms().getLast(), given.terms().getLast());
    }

    private static Term difference(Chain chain) {
        return Term.apply(
                "+", chain.terms().getFirst(), Term.apply("neg", chain.terms().getLast()));
    }

    /** What an equation says that something is; of the right answer only if that is a name. */
    private static Optional<Term> value(Term term, boolean right) {
        if (!(term instanceof Chain chain)) {
            return Optional.of(term);
        }
        int about = chain.signs().indexOf("~");
        boolean equation = chain.signs().stream().allMatch(sign -> "=~".contains(sign));
        if (!equation && !chain.signs().equals(List.of("in"))) {
            return Optional.empty();
        }
        Term last = about > 0 ? chain.terms().get(about) : chain.terms().getLast();
        return !right || name(chain.terms().getFirst()) ? Optional.of(last) : Optional.empty();
    }

    private static boolean name(Term term) {
        return term instanceof Sym
                || term.wordy()
                || term instanceof Row row && row.items().stream().allMatch(Equivalence::name)
                || term instanceof Apply call
                        && Set.of("*", "/", "abs").contains(call.function())
                        && call.arguments().stream().allMatch(Equivalence::name);
    }
}
