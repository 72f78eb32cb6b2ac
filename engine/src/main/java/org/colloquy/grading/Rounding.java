package org.colloquy.grading;

import java.math.BigInteger;
import java.util.Optional;

/** When a decimal is as good as what it was rounded from. */
final class Rounding {

    private Rounding() {}

    /**
     * Whether two numbers differ by at most half a unit of the last of so many places, and by at
     * most one part in {@code parts} of the right one.
     */
    static boolean agree(Rational given, Rational right, int places, int parts) {
        Optional<Rational> apart = given.plus(right.negate()).map(Rational::abs);
        if (apart.isEmpty() || places > 1000) {
            return false;
        }
        BigInteger halves = BigInteger.TEN.pow(places).shiftLeft(1);
        Rational half = new Rational(BigInteger.ONE, halves);
        Rational bound = new Rational(right.over().abs(), right.under());
        return atMost(apart.get(), half)
                && bound.dividedBy(Rational.of(parts))
                        .map(most -> atMost(apart.get(), most))
                        .orElse(false);
    }

    private static boolean atMost(Rational value, Rational bound) {
        return value.over().multiply(bound.under()).compareTo(bound.over().multiply(value.under()))
                <= 0;
    }
}
