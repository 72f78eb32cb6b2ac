package org.colloquy.scenario;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What scenario files call the values of an enum: {@code BY_ABILITY} is {@code by-ability}. */
final class Label {

    private Label() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> all(Enum<?>[] values) {
        return Stream.of(values).map(Label::of).toList();
    }
}
