package org.colloquy.grading;

/** A complex number of doubles; all functions are of {@link StrictMath}, so the same everywhere. */
record Complex(double re, double im) {

    static final Complex ONE = new Complex(1, 0);
    static final Complex I = new Complex(0, 1);
    static final Complex UNDEFINED = new Complex(Double.NaN, Double.NaN);

    private static final int MAX_WHOLE_POWER = 1000;

    static Complex real(double value) {
        return new Complex(value, 0);
    }

    boolean finite() {
        return Double.isFinite(re) && Double.isFinite(im);
    }

    double abs() {
        return StrictMath.hypot(re, im);
    }

    Complex plus(Complex other) {
        return new Complex(re + other.re, im + other.im);
    }

    Complex minus(Complex other) {
        return new Complex(re - other.re, im - other.im);
    }

    Complex negate() {
        return new Complex(-re, -im);
    }

    Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex over(Complex other) {
        double norm = other.re * other.re + other.im * other.im;
        return norm == 0
                ? UNDEFINED
                : new Complex(
                        (re * other.re + im * other.im) / norm,
                        (im * other.re - re * other.im) / norm);
    }

    Complex exp() {
        double size = StrictMath.exp(re);
        return im == 0
                ? real(size)
                : new Complex(size * StrictMath.cos(im), size * StrictMath.sin(im));
    }

    /** The principal logarithm. */
    Complex log() {
        return abs() == 0
                ? UNDEFINED
                : new Complex(StrictMath.log(abs()), StrictMath.atan2(im, re));
    }

    Complex sqrt() {
        if (im == 0) {
            return re >= 0 ? real(StrictMath.sqrt(re)) : new Complex(0, StrictMath.sqrt(-re));
        }
        return pow(real(0.5));
    }

    Complex pow(Complex exponent) {
        double power = exponent.re;
        if (exponent.im == 0
                && power == StrictMath.rint(power)
                && StrictMath.abs(power) <= MAX_WHOLE_POWER) {
            Complex result = ONE;
            Complex square = this;
            for (int bits = (int) StrictMath.abs(power); bits > 0; bits >>= 1) {
                result = (bits & 1) == 1 ? result.times(square) : result;
                square = square.times(square);
            }
            return power < 0 ? ONE.over(result) : result;
        }
        if (exponent.im == 0 && im == 0 && re >= 0) {
            return real(StrictMath.pow(re, power));
        }
        return log().times(exponent).exp();
    }

    Complex sin() {
        return new Complex(
                StrictMath.sin(re) * StrictMath.cosh(im), StrictMath.cos(re) * StrictMath.sinh(im));
    }

    Complex cos() {
        return new Complex(
                StrictMath.cos(re) * StrictMath.cosh(im),
                -StrictMath.sin(re) * StrictMath.sinh(im));
    }

    /** Whether both are the same but for rounding. */
    boolean near(Complex other, double tolerance) {
        double apart = minus(other).abs();
        return apart <= tolerance * StrictMath.max(abs(), other.abs()) || apart <= 1e-13;
    }
}
