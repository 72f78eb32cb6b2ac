package org.colloquy.tensor;

/**
 * Elementary functions in float whose bits are ours: every step is a multiplication, an addition, a
 * fused multiply-add or bit arithmetic, so scalars, vectors of any width and other machines agree.
 *
 * <p>Polynomials and constants are those of Cephes (Moshier 1992, expf and logf), evaluated with
 * fused multiply-adds; the error stays within 2 units in the last place.
 */
public final class Elementary {

    static final float LOG2_E = 1.44269504088896341f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;

    /** Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the significand. */
    static final float ROUNDER = 12582912f;

    static final int ROUNDER_BITS = 0x4B400000;
    static final int EXPONENT_BIAS = 127;
    static final int SIGNIFICAND_BITS = 23;

    /** Below it exp rounds to zero, above {@link #EXP_MAX} to infinity. */
    static final float EXP_MIN = -104f;

    static final float EXP_MAX = 89f;

    static final float E5 = 1.9875691500e-4f;
    static final float E4 = 1.3981999507e-3f;
    static final float E3 = 8.3334519073e-3f;
    static final float E2 = 4.1665795894e-2f;
    static final float E1 = 1.6666665459e-1f;
    static final float E0 = 5.0000001201e-1f;

    private static final int SIGNIFICAND_MASK = (1 << SIGNIFICAND_BITS) - 1;
    private static final int HALF_BITS = 126 << SIGNIFICAND_BITS;
    private static final float SQRT_HALF = 0.707106781186547524f;
    private static final float SUBNORMAL_SCALE = 0x1p25f;

    private Elementary() {}

    /**
     * e to the x: r = x - n ln 2 with the integer n nearest to x / ln 2, a polynomial in r, then
     * two exact powers of two, so that subnormal results are rounded once.
     */
    public static float exp(float x) {
        float bounded = x < EXP_MIN ? EXP_MIN : x;
        bounded = bounded > EXP_MAX ? EXP_MAX : bounded;
        float rounded = Math.fma(bounded, LOG2_E, ROUNDER);
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, bounded);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(E5, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E1);
        p = Math.fma(p, r, E0);
        p = Math.fma(p, r * r, r) + 1f;
        int exponent = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
        int half = exponent >> 1;
        return p * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + EXPONENT_BIAS) << SIGNIFICAND_BITS);
    }

    /** Natural logarithm; negative numbers and NaN give NaN, zero gives negative infinity. */
    public static float log(float x) {
        if (!(x > 0f)) {
            return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * SUBNORMAL_SCALE : x);
        int exponent = (bits >>> SIGNIFICAND_BITS) - 126 - (subnormal ? 25 : 0);
        float m = Float.intBitsToFloat((bits & SIGNIFICAND_MASK) | HALF_BITS);
        if (m < SQRT_HALF) {
            exponent--;
            m += m;
        }
        float f = m - 1f;
        float square = f * f;
        float p = Math.fma(7.0376836292e-2f, f, -1.1514610310e-1f);
        p = Math.fma(p, f, 1.1676998740e-1f);
        p = Math.fma(p, f, -1.2420140846e-1f);
        p = Math.fma(p, f, 1.4249322787e-1f);
        p = Math.fma(p, f, -1.6668057665e-1f);
        p = Math.fma(p, f, 2.0000714765e-1f);
        p = Math.fma(p, f, -2.4999993993e-1f);
        p = Math.fma(p, f, 3.3333331174e-1f);
        float y = Math.fma(exponent, LN2_LOW, f * square * p);
        y = Math.fma(-0.5f, square, y);
        return Math.fma(exponent, LN2_HIGH, f + y);
    }

    /** 1 / (1 + exp(-x)). */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }
}
