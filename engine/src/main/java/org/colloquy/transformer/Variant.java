package org.colloquy.transformer;

import java.util.OptionalInt;

/**
 * What a model has beyond a plain Llama's sizes.
 *
 * @param slidingWindow positions that a token sees, itself included; empty for all before it
 */
public record Variant(Family family, RopeScaling ropeScaling, OptionalInt slidingWindow) {

    public static final Variant LLAMA =
            new Variant(Family.LLAMA, new RopeScaling.None(), OptionalInt.empty());

    public Variant {
        if (slidingWindow.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "sliding_window must be 1 or more: " + slidingWindow.getAsInt());
        }
    }

    public static Variant of(Family family) {
        return new Variant(family, new RopeScaling.None(), OptionalInt.empty());
    }
}
