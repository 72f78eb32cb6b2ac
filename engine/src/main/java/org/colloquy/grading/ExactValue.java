package org.colloquy.grading;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Num;

/** The value of a term as an exact fraction. */
final class ExactValue {

    private static final int MAX_FACTORIAL = 1000;

    private ExactValue() {}

    /** Empty where it is no fraction, or one with too many digits. */
    static Optional<Rational> of(Term term) {
        return switch (term) {
            case Num number -> Optional.of(number.value());
            case Apply call -> of(call);
            default -> Optional.empty();
        };
    }

    private static Optional<Rational> of(Apply call) {
        List<Optional<Rational>> values = call.arguments().stream().map(ExactValue::of).toList();
        if (values.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Rational first = values.getFirst().orElseThrow();
        Rational second = values.getLast().orElseThrow();
        return switch (call.function()) {
            case "+" -> sum(values);
            case "*" -> product(values);
            case "/" -> first.dividedBy(second);
            case "^" -> first.power(second);
            case "neg" -> Optional.of(first.negate());
            case "abs" -> Optional.of(first.abs());
            case "sqrt" -> root(first);
            case "fact" -> factorial(first);
            case "binom" -> binomial(first, second);
            default -> Optional.empty();
        };
    }

    private static Optional<Rational> sum(List<Optional<Rational>> terms) {
        Optional<Rational> sum = Optional.of(Rational.ZERO);
        for (Optional<Rational> term : terms) {
            sum = sum.flatMap(sofar -> term.flatMap(sofar::plus));
        }
        return sum;
    }

    private static Optional<Rational> product(List<Optional<Rational>> factors) {
        Optional<Rational> product = Optional.of(Rational.ONE);
        for (Optional<Rational> factor : factors) {
            product = product.flatMap(sofar -> factor.flatMap(sofar::times));
        }
        return product;
    }

    private static Optional<Rational> root(Rational of) {
        if (of.signum() < 0) {
            return Optional.empty();
        }
        BigInteger over = of.over().sqrt();
        BigInteger under = of.under().sqrt();
        boolean square =
                over.multiply(over).equals(of.over()) && under.multiply(under).equals(of.under());
        return square ? Optional.of(new Rational(over, under)) : Optional.empty();
    }

    private static Optional<Rational> factorial(Rational of) {
        if (!of.whole() || of.signum() < 0 || of.toDouble() > MAX_FACTORIAL) {
            return Optional.empty();
        }
        BigInteger product = BigInteger.ONE;
        for (int factor = 2; factor <= of.over().intValue(); factor++) {
            product = product.multiply(BigInteger.valueOf(factor));
        }
        return Optional.of(new Rational(product, BigInteger.ONE));
    }

    private static Optional<Rational> binomial(Rational n, Rational k) {
        return n.plus(k.negate())
                .flatMap(ExactValue::factorial)
                .flatMap(rest -> factorial(k).flatMap(rest::times))
                .flatMap(under -> factorial(n).flatMap(over -> over.dividedBy(under)));
    }
}
