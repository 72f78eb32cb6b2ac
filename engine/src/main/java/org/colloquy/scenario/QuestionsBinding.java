package org.colloquy.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.colloquy.benchmark.Benchmark;
import org.colloquy.benchmark.MappedLines;
import org.colloquy.grading.Graders;
import org.colloquy.question.Draw;
import org.colloquy.question.Family;
import org.colloquy.question.FileSource;
import org.colloquy.question.LineLayout;
import org.colloquy.question.QuestionFileException;
import org.colloquy.question.QuestionSource;
import org.colloquy.question.Skill;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.FileQuestions;
import org.colloquy.scenario.Scenario.Questions;

/** Binds {@code questions}, and makes sure that the source can give them. */
final class QuestionsBinding {

    static final int MAX_COUNT = 1_000_000;

    /** Draws beyond this are not tried out while a scenario is read: that would take seconds. */
    private static final int MAX_TRIED = 10_000;

    private static final List<String> DRAWS =
            Stream.of(Draw.values()).map(draw -> draw.name().toLowerCase(Locale.ROOT)).toList();

    private final ScenarioFile file;
    private final Fields fields;
    private final long seed;
    private int heldOut = MAX_COUNT;
    private int practice = MAX_COUNT;
    private Optional<QuestionSource> source = Optional.empty();

    QuestionsBinding(ScenarioFile file, Fields top, long seed) {
        this.file = file;
        this.fields = top.neededSection("questions");
        this.seed = seed;
    }

    /** Empty where the source is missing or unknown, which is reported. */
    Optional<Questions> read() {
        String kind = fields.neededChoice("source", List.of("arithmetic", "file"));
        Optional<Questions> questions =
                switch (kind) {
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

    /** The most questions that the validation draw may have; known after {@link #read}. */
    int heldOut() {
        return heldOut;
    }

    /** The most different questions that training may have; known after {@link #read}. */
    int practice() {
        return practice;
    }

    /** Reports, about a key of some fields, that a draw cannot be as large as asked for. */
    void tryDraw(Fields about, String key, Draw draw, int count) {
        if (count > MAX_TRIED) {
            return;
        }
        try {
            source.ifPresent(questions -> questions.draw(draw, seed, count));
        } catch (IllegalArgumentException exhausted) {
            String[] parts = String.valueOf(exhausted.getMessage()).split("; ", 2);
            about.problem(
                    about.place(key),
                    key,
                    "is too much: " + parts[0],
                    parts.length > 1 ? parts[1] : "ask for fewer");
        }
    }

    private Questions arithmetic() {
        List<String> families = new ArrayList<>();
        for (Located item : fields.items("families")) {
            fields.choice("families", item, Family.labels())
                    .filter(family -> isNew(families, family, "families", item))
                    .ifPresent(families::add);
        }
        List<Integer> levels = new ArrayList<>();
        for (Located item : fields.items("levels")) {
            fields.whole("levels", item, 1, Family.MAX_LEVEL)
                    .map(Long::intValue)
                    .filter(level -> isNew(levels, level, "levels", item))
                    .ifPresent(levels::add);
        }
        List<String> needs = new ArrayList<>();
        for (Located item : fields.items("needs")) {
            fields.choice("needs", item, Skill.labels()).ifPresent(needs::add);
        }
        refuseEmpty("families");
        refuseEmpty("levels");
        int count = fields.count("count", 1, MAX_COUNT, Defaults.QUESTIONS);
        String draw = fields.choice("draw", DRAWS, "test");
        ArithmeticQuestions questions =
                new ArithmeticQuestions(
                        families.isEmpty() ? Family.labels() : families,
                        levels.isEmpty() ? everyLevel() : levels,
                        needs,
                        count,
                        draw);
        source = Optional.of(ScenarioQuestions.source(questions));
        tryDraw(fields, "count", ScenarioQuestions.draw(questions), count);
        return questions;
    }

    private static List<Integer> everyLevel() {
        return IntStream.rangeClosed(1, Family.MAX_LEVEL).boxed().toList();
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
        String format = fields.choice("format", formats(), Scenario.OWN_FORMAT);
        Map<String, String> names = names();
        String usual =
                Benchmark.of(format)
                        .map(benchmark -> benchmark.kind().label())
                        .orElse(Graders.PLAIN);
        String grader = fields.choice("grader", Graders.names(), usual);
        FileQuestions lines = new FileQuestions(path.toString(), 1, format, names, grader);
        Optional<FileSource> read =
                written.isEmpty() ? Optional.empty() : open(path, written, lines.layout());
        int all = read.map(questions -> questions.size(Draw.TEST)).orElse(MAX_COUNT);
        if (all == 0) {
            fields.problem(
                    fields.place("path"),
                    "path",
                    "is '" + written + "', which marks no line as test",
                    "leave \"draw\" out of the lines that the run is to ask");
        }
        int count = fields.count("count", 1, MAX_COUNT, all);
        heldOut = read.map(questions -> questions.size(Draw.VALIDATION)).orElse(MAX_COUNT);
        practice = read.map(questions -> questions.size(Draw.TRAIN)).orElse(MAX_COUNT);
        if (count > all && all > 0) {
            fields.problem(
                    fields.place("count"),
                    "count",
                    "is " + count + ", but " + written + " has " + all + " test questions",
                    "ask for at most " + all);
        }
        return new FileQuestions(path.toString(), count, format, names, grader);
    }

    private static List<String> formats() {
        return Stream.concat(Stream.of(Scenario.OWN_FORMAT), Benchmark.labels().stream()).toList();
    }

    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        Fields section = fields.section("fields");
        for (String field : MappedLines.FIELDS) {
            String name = section.text(field, "");
            if (!name.isEmpty()) {
                names.put(field, name);
            }
        }
        section.end();
        return names;
    }

    private Optional<FileSource> open(Path path, String written, LineLayout layout) {
        Place place = fields.place("path");
        if (!Files.isRegularFile(path)) {
            fields.problem(
                    place,
                    "path",
                    "is '" + written + "', which is no file",
                    "paths start from the scenario's folder");
            return Optional.empty();
        }
        try {
            return Optional.of(FileSource.read(path, layout));
        } catch (QuestionFileException malformed) {
            for (QuestionFileException.Problem found : malformed.problems()) {
                int line = Math.max(1, found.line());
                file.binder()
                        .problem(new Place(found.file(), line, 1), found.reason(), found.hint());
            }
            return Optional.empty();
        }
    }
}
