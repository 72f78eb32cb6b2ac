package org.colloquy.evaluation;

/** From {@code low} to {@code high}, where a value lies with some stated confidence. */
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    /** Whether it lies above the value as a whole. */
    public boolean isAbove(double value) {
        return low > value;
    }

    /** Whether the two have no point in common. */
    public boolean isApartFrom(Interval other) {
        return low > other.high || other.low > high;
    }
}
