package org.colloquy.question;

import java.util.List;
import java.util.stream.Collectors;

/** A file of questions that cannot be used, with everything that is wrong with it. */
public final class QuestionFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /**
     * One mistake in a file.
     *
     * @param line from 1; 0 for the file as a whole
     */
    public record Problem(String file, int line, String reason, String hint) {

        /** Such as {@code quiz.jsonl:7: the field answer is missing; add "answer": "..."}. */
        @Override
        public String toString() {
            String place = line == 0 ? file : file + ":" + line;
            return place + ": " + reason + "; " + hint;
        }
    }

    public QuestionFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
