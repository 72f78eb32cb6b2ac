package org.colloquy.grading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An exact fraction in lowest terms with a positive denominator.
 *
 * <p>Operations are empty where the result would have more than {@link #MAX_BITS} bits or does not
 * exist.
 */
record Rational(BigInteger over, BigInteger under) {

    static final int MAX_BITS = 20_000;
    static final Rational ZERO = of(0);
    static final Rational ONE = of(1);

    Rational {
        if (under.signum() == 0) {
            throw new IllegalArgumentException("a fraction over 0");
        }
        BigInteger common = over.gcd(under);
        if (under.signum() < 0) {
            common = common.negate();
        }
        over = over.divide(common);
        under = under.divide(common);
    }

    static Rational of(long whole) {
        return new Rational(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    /** The number that is written as plain decimal digits with at most one point. */
    static Rational ofDecimal(String digits) {
        BigDecimal value = new BigDecimal(digits);
        return value.scale() > 0
                ? new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
                : new Rational(value.toBigIntegerExact(), BigInteger.ONE);
    }

    boolean whole() {
        return under.equals(BigInteger.ONE);
    }

    int signum() {
        return over.signum();
    }

    Rational negate() {
        return new Rational(over.negate(), under);
    }

    Rational abs() {
        return signum() < 0 ? negate() : this;
    }

    Optional<Rational> plus(Rational other) {
        return bounded(
                over.multiply(other.under).add(other.over.multiply(under)),
                under.multiply(other.under));
    }

    Optional<Rational> times(Rational other) {
        return bounded(over.multiply(other.over), under.multiply(other.under));
    }

    Optional<Rational> dividedBy(Rational other) {
        return other.signum() == 0
                ? Optional.empty()
                : bounded(over.multiply(other.under), under.multiply(other.over));
    }

    /** To a whole power; 0 to the power 0 is 1. */
    Optional<Rational> power(Rational exponent) {
        if (!exponent.whole() || exponent.over.bitLength() > 16) {
            return Optional.empty();
        }
        int power = exponent.over.intValue();
        long bits = Math.max(over.bitLength(), under.bitLength());
        if (bits * Math.abs((long) power) > MAX_BITS || power < 0 && signum() == 0) {
            return Optional.empty();
        }
        BigInteger up = over.pow(Math.abs(power));
        BigInteger down = under.pow(Math.abs(power));
        return Optional.of(power < 0 ? new Rational(down, up) : new Rational(up, down));
    }

    /** The nearest double, also where both parts are beyond its range. */
    double toDouble() {
        int shift = Math.max(0, Math.max(over.bitLength(), under.bitLength()) - 900);
        BigInteger down = under.shiftRight(shift);
        return down.signum() == 0
                ? over.signum() * Double.POSITIVE_INFINITY
                : over.shiftRight(shift).doubleValue() / down.doubleValue();
    }

    /** A finite decimal if it has one of up to 12 places, else {@code a/b}. */
    @Override
    public String toString() {
        if (whole()) {
            return over.toString();
        }
        for (int places = 1; places <= 12; places++) {
            BigInteger scaled = over.multiply(BigInteger.TEN.pow(places));
            if (scaled.mod(under).signum() == 0) {
                return new BigDecimal(scaled.divide(under), places)
                        .stripTrailingZeros()
                        .toPlainString();
            }
        }
        return over + "/" + under;
    }

    private static Optional<Rational> bounded(BigInteger over, BigInteger under) {
        return over.bitLength() > MAX_BITS || under.bitLength() > MAX_BITS
                ? Optional.empty()
                : Optional.of(new Rational(over, under));
    }
}
