package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ElementaryTest {

    @Test
    void expIsWithinTwoUlpFromSubnormalsToOverflow() {
        for (float x = -103.9f; x < 88.72f; x += 0.00037f) {
            assertClose(x, Elementary.exp(x), Math::exp);
        }
        for (float x = 1e-30f; x < 1f; x *= 1.001f) {
            assertClose(-x, Elementary.exp(-x), Math::exp);
        }
    }

    @Test
    void expMeetsItsLimits() {
        assertEquals(0f, Elementary.exp(Float.NEGATIVE_INFINITY));
        assertEquals(0f, Elementary.exp(-1e30f));
        assertEquals(1f, Elementary.exp(0f));
        assertEquals(1f, Elementary.exp(-0f));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.exp(88.8f));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.exp(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.exp(Float.NaN)));
    }

    @Test
    void logIsWithinTwoUlpOverAllMagnitudes() {
        for (float x = 1e-40f; x < Float.MAX_VALUE / 2; x *= 1.0007f) {
            assertClose(x, Elementary.log(x), Math::log);
        }
        for (float x = 0.6f; x < 1.6f; x += 1e-5f) {
            assertClose(x, Elementary.log(x), Math::log);
        }
    }

    @Test
    void logMeetsItsLimits() {
        assertEquals(0f, Elementary.log(1f));
        assertEquals(Float.NEGATIVE_INFINITY, Elementary.log(0f));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.log(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.log(-1f)));
        assertTrue(Float.isNaN(Elementary.log(Float.NaN)));
    }

    @Test
    void sigmoidGoesFromZeroToOne() {
        assertEquals(0f, Elementary.sigmoid(-1000f));
        assertEquals(0.5f, Elementary.sigmoid(0f));
        assertEquals(1f, Elementary.sigmoid(1000f));
        for (float x = -80f; x < 80f; x += 0.013f) {
            double expected = 1 / (1 + Math.exp(-(double) x));
            assertEquals(expected, Elementary.sigmoid(x), 4 * Math.ulp((float) expected));
        }
    }

    private static void assertClose(float x, float actual, DoubleUnaryOperator function) {
        double expected = function.applyAsDouble(x);
        double ulp = Math.ulp((float) expected);
        assertTrue(
                Math.abs(actual - expected) <= 2 * ulp,
                () -> "at " + x + ": " + actual + " for " + expected);
    }
}
