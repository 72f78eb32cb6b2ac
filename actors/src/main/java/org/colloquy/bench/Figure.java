package org.colloquy.bench;

import java.util.OptionalDouble;

/**
 * One measured number.
 *
 * @param goal what the project asks of it at least; empty where nothing is asked
 */
public record Figure(String name, double value, String unit, OptionalDouble goal) {

    public static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, OptionalDouble.empty());
    }

    /** A figure that should reach {@code goal}. */
    public static Figure atLeast(double goal, String name, double value, String unit) {
        return new Figure(name, value, unit, OptionalDouble.of(goal));
    }

    /** Whether it reaches its goal; true where there is none. */
    public boolean reached() {
        return goal.isEmpty() || value >= goal.getAsDouble();
    }
}
