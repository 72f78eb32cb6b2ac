package org.colloquy.scenario;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Turns YAML or JSON into a {@link Located} tree.
 *
 * <p>Jackson's events are used, not its trees, because they carry line and column. Aliases share
 * the node that they name; a document whose expansion would pass {@link #MAX_VALUES} is refused,
 * however small its text.
 */
final class LocatedParser {

    static final int MAX_DEPTH = 32;
    static final int MAX_VALUES = 100_000;

    private static final JsonFactory JSON = new JsonFactory();

    /** As YAML 1.2 has it: {@code off} and {@code no} are words, not truth values. */
    private static final YAMLFactory YAML =
            new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS);

    private final Place origin;
    private final Binder binder;
    private final JsonParser parser;
    private final Map<String, Located> anchors = new HashMap<>();
    private final Map<String, Integer> anchoredValues = new HashMap<>();
    private int values;

    private LocatedParser(Place origin, Binder binder, JsonParser parser) {
        this.origin = origin;
        this.binder = binder;
        this.parser = parser;
    }

    /**
     * The only document of the text. Duplicate keys are reported to the binder, the first kept.
     *
     * @param origin gives the source, and line 0 where places should have no lines
     * @throws ScenarioProblems if the text cannot be parsed any further
     */
    static Located parse(String text, Place origin, boolean json, Binder binder) {
        try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
            return new LocatedParser(origin, binder, parser).document();
        } catch (JsonProcessingException malformed) {
            throw syntaxProblem(origin, malformed);
        } catch (YAMLException malformed) {
            throw Binder.refusal(
                    origin, firstLine(Objects.requireNonNullElse(malformed.getMessage(), "")), "");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Located document() throws IOException {
        if (parser.nextToken() == null) {
            throw Binder.refusal(origin, "is empty", "start from scenarios/quickstart.yaml");
        }
        Located root = value(0);
        if (parser.nextToken() != null) {
            binder.problem(
                    here(), "a second document starts here", "one scenario a file: split the file");
        }
        return root;
    }

    private Located value(int depth) throws IOException {
        Place place = here();
        if (depth >= MAX_DEPTH) {
            throw Binder.refusal(place, "is nested deeper than " + MAX_DEPTH, "flatten it");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return aliased(place, parser.getText());
        }
        int valuesBefore = values;
        count(1, place);
        Object anchor = parser.getObjectId();
        Located value =
                switch (parser.currentToken()) {
                    case START_OBJECT -> mapping(place, depth);
                    case START_ARRAY -> sequence(place, depth);
                    case VALUE_STRING -> new Located.Text(place, parser.getText());
                    case VALUE_NUMBER_INT -> whole(place);
                    case VALUE_NUMBER_FLOAT -> new Located.Fraction(place, fraction());
                    case VALUE_TRUE, VALUE_FALSE ->
                            new Located.Truth(place, parser.getBooleanValue());
                    default -> new Located.Nothing(place);
                };
        if (anchor != null) {
            anchors.put(anchor.toString(), value);
            anchoredValues.put(anchor.toString(), values - valuesBefore);
        }
        return value;
    }

    private Located mapping(Place place, int depth) throws IOException {
        Map<String, Place> seen = new HashMap<>();
        List<Located.Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place keyPlace = here();
            String key = parser.currentName();
            parser.nextToken();
            Located value = value(depth + 1);
            Place first = seen.putIfAbsent(key, keyPlace);
            if (key.equals("<<")) {
                binder.problem(keyPlace, "merge keys are not supported", "write the keys out");
            } else if (first == null) {
                entries.add(new Located.Entry(keyPlace, key, value));
            } else {
                binder.problem(
                        keyPlace,
                        "key '" + key + "' is written twice",
                        "the first is in line " + first.line() + "; keep one of them");
            }
        }
        return new Located.Mapping(place, entries);
    }

    private Located sequence(Place place, int depth) throws IOException {
        List<Located> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return new Located.Sequence(place, items);
    }

    private Located whole(Place place) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> new Located.Whole(place, parser.getLongValue());
            default -> new Located.Fraction(place, parser.getDoubleValue());
        };
    }

    private double fraction() throws IOException {
        return switch (parser.getText().toLowerCase(Locale.ROOT)) {
            case ".nan" -> Double.NaN;
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            default -> parser.getDoubleValue();
        };
    }

    private Located aliased(Place place, String name) {
        Located target = anchors.get(name);
        if (target == null) {
            throw Binder.refusal(
                    place,
                    "alias *" + name + " names no map or list before it",
                    "write the value out");
        }
        count(anchoredValues.getOrDefault(name, 1), place);
        return target;
    }

    private void count(int more, Place place) {
        values += more;
        if (values > MAX_VALUES) {
            throw Binder.refusal(
                    place,
                    "expands to more than " + MAX_VALUES + " values",
                    "write fewer values or aliases");
        }
    }

    private Place here() {
        return place(origin, parser.currentTokenLocation());
    }

    private static Place place(Place origin, JsonLocation location) {
        return origin.line() == 0
                ? origin
                : new Place(origin.source(), location.getLineNr(), location.getColumnNr());
    }

    private static ScenarioProblems syntaxProblem(Place origin, JsonProcessingException malformed) {
        String hint = "correct the syntax here or in the line before";
        if (malformed.getCause() instanceof MarkedYAMLException yaml
                && yaml.getProblem() != null
                && yaml.getProblemMark() != null) {
            Mark mark = yaml.getProblemMark();
            String problem = firstLine(yaml.getProblem());
            Place place =
                    origin.line() == 0
                            ? origin
                            : new Place(origin.source(), mark.getLine() + 1, mark.getColumn() + 1);
            return Binder.refusal(
                    place,
                    problem,
                    problem.contains("TAB") ? "indent with spaces, not tabs" : hint);
        }
        JsonLocation location = malformed.getLocation();
        return Binder.refusal(
                location == null ? origin : place(origin, location),
                firstLine(malformed.getOriginalMessage()),
                hint);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("is malformed");
        return line.split("\\. \\(", 2)[0].strip();
    }
}
