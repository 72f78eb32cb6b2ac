package org.colloquy.grading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Num;
import org.colloquy.random.CounterRandom;

/**
 * Whether two expressions have the same value, for all values of their symbols.
 *
 * <p>Where both are exact fractions these are compared. Else both are computed at {@link #POINTS}
 * pseudo-random points, the same always: two different expressions of the size of an answer agree
 * at all of them only by intent. Points at which either is undefined say nothing; with too few left
 * (as with the root of a negative number) the points are tried again with complex values.
 */
final class ValueMatch {

    static final int POINTS = 10;

    /** A decimal counts as what it was rounded from if it is this near, as a share: 1 in 10,000. */
    private static final int DECIMAL_PARTS = 10_000;

    private static final double TOLERANCE = 1e-9;
    private static final double WIDEST = 3;

    private ValueMatch() {}

    /** Whether an answer has the right value. */
    static boolean same(Term right, Term given) {
        Optional<Rational> exactRight = ExactValue.of(right);
        Optional<Rational> exactGiven = ExactValue.of(given);
        if (exactRight.isPresent() && exactGiven.isPresent()) {
            return exactRight.equals(exactGiven)
                    || rounded(right, given, exactRight.get(), exactGiven.get());
        }
        List<Complex> rights = new ArrayList<>();
        List<Complex> givens = new ArrayList<>();
        if (!defined(right, given, rights, givens)) {
            return false;
        }
        for (int i = 0; i < rights.size(); i++) {
            if (!rights.get(i).near(givens.get(i), TOLERANCE)) {
                return symbols(right, given).isEmpty()
                        && approximated(right, given, rights.get(i), givens.get(i));
            }
        }
        return true;
    }

    /**
     * The constant that one is a multiple of the other by; empty where there is none. Both are
     * differences of the sides of an equation.
     */
    static Optional<Double> ratio(Term right, Term given) {
        List<Complex> rights = new ArrayList<>();
        List<Complex> givens = new ArrayList<>();
        if (!defined(right, given, rights, givens)) {
            return Optional.empty();
        }
        Complex ratio = givens.getFirst().over(rights.getFirst());
        for (int i = 0; i < rights.size(); i++) {
            if (!givens.get(i).near(rights.get(i).times(ratio), 1e-7)) {
                return Optional.empty();
            }
        }
        return ratio.abs() > 1e-12 && StrictMath.abs(ratio.im()) < 1e-9
                ? Optional.of(ratio.re())
                : Optional.empty();
    }

    /** Fills in the values where both are defined; whether there are enough. */
    private static boolean defined(
            Term right, Term given, List<Complex> rights, List<Complex> givens) {
        Set<String> symbols = symbols(right, given);
        int needed = symbols.isEmpty() ? 1 : 3;
        int points = symbols.isEmpty() ? 1 : POINTS;
        boolean imaginary = uses(right, "i") || uses(given, "i");
        for (boolean real : imaginary ? new boolean[] {false} : new boolean[] {true, false}) {
            rights.clear();
            givens.clear();
            for (int index = 0; index < points; index++) {
                NumericValue at = new NumericValue(point(symbols, index), real);
                Complex wanted = at.of(right);
                Complex answer = at.of(given);
                if (wanted.finite() && answer.finite()) {
                    rights.add(wanted);
                    givens.add(answer);
                } else if (wanted.finite() != answer.finite() && index * 2 < points && !real) {
                    return false;
                }
            }
            if (rights.size() >= needed) {
                return true;
            }
        }
        return false;
    }

    private static boolean uses(Term term, String symbol) {
        Set<String> names = new TreeSet<>();
        term.gatherSymbols(names);
        return names.contains(symbol);
    }

    private static Set<String> symbols(Term right, Term given) {
        Set<String> names = new TreeSet<>();
        right.gatherSymbols(names);
        given.gatherSymbols(names);
        names.removeAll(Set.of("pi", "e", "i"));
        return names;
    }

    /** The first half of the points is positive. */
    private static Map<String, Double> point(Set<String> symbols, int index) {
        Map<String, Double> point = new HashMap<>();
        for (String symbol : symbols) {
            double unit =
                    CounterRandom.uniform(
                            CounterRandom.key(0, "grading", symbol.hashCode()), index);
            double low = index * 2 < POINTS ? 0.1 : -WIDEST;
            point.put(symbol, low + (WIDEST - low) * unit);
        }
        return point;
    }

    private static boolean rounded(Term right, Term given, Rational wanted, Rational answer) {
        int placesRight = places(right);
        int placesGiven = places(given);
        int places =
                placesRight > 0 && placesGiven > 0
                        ? Math.min(placesRight, placesGiven)
                        : Math.max(placesRight, placesGiven);
        boolean whole =
                placesGiven > 0 && placesRight == 0 && wanted.whole()
                        || placesRight > 0 && placesGiven == 0 && answer.whole();
        return places > 0 && !whole && Rounding.agree(answer, wanted, places, DECIMAL_PARTS);
    }

    private static boolean approximated(Term right, Term given, Complex wanted, Complex answer) {
        boolean decimals = places(right) > 0 || places(given) > 0;
        int places = Math.max(places(right), places(given));
        double apart = wanted.minus(answer).abs();
        return decimals
                && apart <= wanted.abs() / DECIMAL_PARTS
                && apart <= 0.5000001 * StrictMath.pow(10, -places);
    }

    /** The places of a decimal, also with a sign; 0 for everything else. */
    private static int places(Term term) {
        return switch (term) {
            case Num number -> number.places();
            case Apply call when call.function().equals("neg") ->
                    places(call.arguments().getFirst());
            default -> 0;
        };
    }
}
