package org.colloquy.question;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Questions from a JSON Lines file, in file order; the seed does not matter.
 *
 * <p>Each line is an object with {@code prompt} and {@code answer}, and optionally {@code level} (0
 * to 100, else 0), {@code family} (else {@code file}), {@code id} (else {@code file-} and the line
 * number) and {@code draw} ({@code train}, {@code validation} or {@code test}, else {@code test}).
 * Other fields are ignored, and so are empty lines. Answers are graded by {@link ArithmeticGrader}.
 */
public final class FileSource implements QuestionSource {

    private final Path path;
    private final List<PlacedQuestion> questions;

    /** A question and the draw that its line names. */
    record PlacedQuestion(Draw draw, Question question) {}

    private FileSource(Path path, List<PlacedQuestion> questions) {
        this.path = path;
        this.questions = List.copyOf(questions);
    }

    /**
     * Reads the whole file at once.
     *
     * @throws QuestionFileException with all problems (the first 100), if there are any
     */
    public static FileSource read(Path path) {
        return read(path, LineLayout.OWN);
    }

    /**
     * Reads the whole of a file whose lines have another layout.
     *
     * @throws QuestionFileException as the other
     */
    public static FileSource read(Path path, LineLayout layout) {
        return new FileSource(path, new QuestionFileReader(path, layout).read());
    }

    /** The number of questions of a draw. */
    public int size(Draw draw) {
        return (int) questions.stream().filter(placed -> placed.draw() == draw).count();
    }

    @Override
    public List<Question> draw(Draw draw, long seed, int count) {
        String name = draw.name().toLowerCase(Locale.ROOT);
        if (count > size(draw)) {
            throw new IllegalArgumentException(
                    "asked for %d %s questions of %s, which has %d; ask for fewer, or mark more lines with \"draw\": \"%s\""
                            .formatted(count, name, path, size(draw), name));
        }
        return questions.stream()
                .filter(placed -> placed.draw() == draw)
                .limit(count)
                .map(PlacedQuestion::question)
                .toList();
    }
}
