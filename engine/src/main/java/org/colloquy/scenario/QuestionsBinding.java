package org.colloquy.scenario;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.colloquy.question.Draw;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.FileQuestions;
import org.colloquy.scenario.Scenario.Questions;

/** Binds {@code questions}. */
final class QuestionsBinding {

    static final int MAX_COUNT = 1_000_000;
    static final List<String> FAMILIES =
            List.of("add", "subtract", "multiply", "chain", "remainder", "compare", "story");
    static final int MAX_LEVEL = 4;
    static final List<String> DRAWS =
            Stream.of(Draw.values()).map(draw -> draw.name().toLowerCase(Locale.ROOT)).toList();

    private final ScenarioFile file;
    private final Fields fields;

    QuestionsBinding(ScenarioFile file, Fields top) {
        this.file = file;
        this.fields = top.neededSection("questions");
    }

    /** Empty where the source is missing or unknown, which is reported. */
    Optional<Questions> read() {
        String source = fields.neededChoice("source", List.of("arithmetic", "file"));
        Optional<Questions> questions =
                switch (source) {
                    case "arithmetic" -> Optional.of(arithmetic());
                    case "file" -> Optional.of(fromFile());
                    default -> {
                        fields.endsUnchecked();
                        yield Optional.empty();
                    }
                };
        fields.end();
        return questions;
    }

    private Questions arithmetic() {
        List<String> families = new ArrayList<>();
        for (Located item : fields.items("families")) {
            fields.choice("families", item, FAMILIES)
                    .filter(family -> isNew(families, family, "families", item))
                    .ifPresent(families::add);
        }
        List<Integer> levels = new ArrayList<>();
        for (Located item : fields.items("levels")) {
            fields.whole("levels", item, 1, MAX_LEVEL)
                    .map(Long::intValue)
                    .filter(level -> isNew(levels, level, "levels", item))
                    .ifPresent(levels::add);
        }
        refuseEmpty("families");
        refuseEmpty("levels");
        int count = fields.count("count", 1, MAX_COUNT, Defaults.QUESTIONS);
        String draw = fields.choice("draw", DRAWS, "test");
        return new ArithmeticQuestions(
                families.isEmpty() ? FAMILIES : families,
                levels.isEmpty() ? IntStream.rangeClosed(1, MAX_LEVEL).boxed().toList() : levels,
                count,
                draw);
    }

    private <T> boolean isNew(List<T> sofar, T value, String key, Located item) {
        if (sofar.contains(value)) {
            fields.problem(item.place(), key, "names " + value + " twice", "remove one of them");
            return false;
        }
        return true;
    }

    private void refuseEmpty(String key) {
        if (fields.find(key).orElse(fields.nothing()) instanceof Located.Sequence sequence
                && sequence.items().isEmpty()) {
            fields.problem(
                    sequence.place(),
                    key,
                    "is empty, so there is no question",
                    "name at least one or remove the key for all");
        }
    }

    private Questions fromFile() {
        String written = fields.neededText("path");
        Path path = file.resolve(written);
        int lines = written.isEmpty() ? MAX_COUNT : lines(path, written);
        int count = fields.count("count", 1, MAX_COUNT, lines);
        if (count > lines && lines > 0) {
            fields.problem(
                    fields.place("count"),
                    "count",
                    "is " + count + ", but " + written + " has " + lines + " questions",
                    "ask for at most " + lines);
        }
        return new FileQuestions(path.toString(), count);
    }

    /** Number of lines that are not blank; what hinders is reported and counts as none. */
    private int lines(Path path, String written) {
        Place place = fields.place("path");
        if (!Files.isRegularFile(path)) {
            fields.problem(
                    place,
                    "path",
                    "is '" + written + "', which is no file",
                    "paths start from the scenario's folder");
            return 0;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            int lines = countLines(in);
            if (lines == 0) {
                fields.problem(
                        place,
                        "path",
                        "is '" + written + "', which holds no question",
                        "write one JSON object a line with prompt and answer");
            }
            return lines;
        } catch (IOException unreadable) {
            fields.problem(place, "path", "cannot be read: " + unreadable, "check its permissions");
            return 0;
        }
    }

    private static int countLines(InputStream in) throws IOException {
        int lines = 0;
        boolean blank = true;
        for (int octet = in.read(); octet >= 0 && lines < MAX_COUNT; octet = in.read()) {
            if (octet == '\n') {
                blank = true;
            } else if (blank && octet > ' ') {
                blank = false;
                lines++;
            }
        }
        return lines;
    }
}
