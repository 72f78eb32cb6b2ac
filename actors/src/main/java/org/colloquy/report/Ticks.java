package org.colloquy.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis with round marks: steps of 1, 2 or 5 times a power of ten.
 *
 * @param low the first mark, at or below all values
 * @param high the last mark, at or above all values
 * @param step between two marks
 */
record Ticks(double low, double high, double step) {

    /** So that about {@code wanted} marks hold all values. */
    static Ticks of(double least, double most, int wanted) {
        double span = most > least ? most - least : Math.max(Math.abs(least), 1);
        double rough = span / wanted;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double part = rough / power;
        double step = power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
        double low = Math.floor(least / step + 1e-9) * step;
        double high = Math.ceil(Math.max(most, least + step) / step - 1e-9) * step;
        return new Ticks(low, high, step);
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        long count = Math.round((high - low) / step);
        for (long i = 0; i <= count; i++) {
            marks.add(low + i * step);
        }
        return marks;
    }

    /** Where a value lies, 0 at the low end and 1 at the high one. */
    double place(double value) {
        return (value - low) / (high - low);
    }

    /** Such as {@code 0.25}, {@code 40}, {@code 250k} or {@code 1.5M}. */
    String label(double mark) {
        double value = Math.abs(mark) < step * 1e-6 ? 0 : mark;
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size >= 2e6) {
            return trimmed(value / 1e6, step / 1e6) + (value == 0 ? "" : "M");
        }
        if (size >= 1e4) {
            return trimmed(value / 1e3, step / 1e3) + (value == 0 ? "" : "k");
        }
        return trimmed(value, step);
    }

    private static String trimmed(double value, double step) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
