package org.colloquy.scenario;

import java.util.List;
import java.util.Optional;

/** A value of a YAML or JSON file that knows where it was written. Immutable. */
public sealed interface Located {

    Place place();

    /** The value as an error message names it. */
    String described();

    record Text(Place place, String value) implements Located {

        private static final int LONGEST_SHOWN = 40;

        @Override
        public String described() {
            String shown = value.replace("\n", "\\n");
            boolean fits = shown.codePointCount(0, shown.length()) <= LONGEST_SHOWN;
            int end = fits ? shown.length() : shown.offsetByCodePoints(0, LONGEST_SHOWN);
            return "'" + shown.substring(0, end) + (fits ? "'" : "...'");
        }
    }

    record Whole(Place place, long value) implements Located {
        @Override
        public String described() {
            return Long.toString(value);
        }
    }

    /** A number with a fraction or an exponent, or a whole one beyond 64 bits. */
    record Fraction(Place place, double value) implements Located {
        @Override
        public String described() {
            return Double.toString(value);
        }
    }

    record Truth(Place place, boolean value) implements Located {
        @Override
        public String described() {
            return Boolean.toString(value);
        }
    }

    /** {@code null}, or a key without a value. */
    record Nothing(Place place) implements Located {
        @Override
        public String described() {
            return "empty";
        }
    }

    record Sequence(Place place, List<Located> items) implements Located {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** Its keys are distinct. */
    record Mapping(Place place, List<Entry> entries) implements Located {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String described() {
            return "a map";
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        public Optional<Located> value(String key) {
            return entry(key).map(Entry::value);
        }
    }

    /**
     * A key and its value.
     *
     * @param place of the key
     */
    record Entry(Place place, String key, Located value) {}
}
