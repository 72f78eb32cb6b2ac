package org.colloquy.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.grading.AnswerKind;
import org.colloquy.question.LineLayout;

/** A published benchmark whose file can be asked as its authors publish it. */
public enum Benchmark {
    GSM8K(
            AnswerKind.NUMBER,
            new PublishedLines("gsm8k", List.of("question"), List.of("answer"), List.of())),
    MATH(
            AnswerKind.MATH,
            new PublishedLines(
                    "math",
                    List.of("problem"),
                    List.of("answer", "solution"),
                    List.of("type", "subject"))),
    MINERVA(
            AnswerKind.MATH,
            new PublishedLines(
                    "minerva",
                    List.of("problem", "question"),
                    List.of("answer", "solution"),
                    List.of("type"))),
    OLYMPIADBENCH(
            AnswerKind.MATH,
            new PublishedLines(
                    "olympiadbench",
                    List.of("question", "problem"),
                    List.of("final_answer", "answer"),
                    List.of("subfield"))),
    AIME(
            AnswerKind.NUMBER,
            new PublishedLines(
                    "aime",
                    List.of("problem", "Problem", "question", "Question"),
                    List.of("answer", "Answer", "expected_answer"),
                    List.of())),
    AMC(
            AnswerKind.NUMBER,
            new PublishedLines(
                    "amc",
                    List.of("problem", "question"),
                    List.of("answer", "expected_answer"),
                    List.of()));

    private final AnswerKind kind;
    private final transient LineLayout layout;

    Benchmark(AnswerKind kind, LineLayout layout) {
        this.kind = kind;
        this.layout = layout;
    }

    /** As it is written in scenarios. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How its answers are graded. */
    public AnswerKind kind() {
        return kind;
    }

    public LineLayout layout() {
        return layout;
    }

    public static List<String> labels() {
        return Stream.of(values()).map(Benchmark::label).toList();
    }

    public static Optional<Benchmark> of(String label) {
        return Stream.of(values()).filter(benchmark -> benchmark.label().equals(label)).findFirst();
    }
}
