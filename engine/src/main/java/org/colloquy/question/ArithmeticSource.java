package org.colloquy.question;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.colloquy.random.CounterRandom;
import org.colloquy.random.Dice;

/**
 * Procedural arithmetic questions, balanced over families and levels: question {@code i} is of
 * family {@code i mod F} and level {@code (i / F) mod L}, so that every prefix is balanced.
 *
 * <p>A hash of the question's text alone, whatever the seed, says to which draw it belongs: 70 %
 * train, 10 % validation, 20 % test. Within a draw no text comes twice.
 */
public final class ArithmeticSource implements QuestionSource {

    private static final int MAX_TRIES = 20_000;
    private static final long SPLIT_SEED = 0x5EED;

    private final List<Family> families;
    private final List<Integer> levels;
    private final List<Skill> needs;

    /** Of all questions of these families and levels. */
    public ArithmeticSource(List<String> families, List<Integer> levels) {
        this(families, levels, List.of());
    }

    /**
     * @param families labels of {@link Family}
     * @param levels each from 1 to {@link Family#MAX_LEVEL}
     * @param needs labels of {@link Skill}: every question has a step for each; one that is named
     *     twice, two steps
     */
    public ArithmeticSource(List<String> families, List<Integer> levels, List<String> needs) {
        this.families = families.stream().map(Family::ofLabel).toList();
        this.levels = List.copyOf(levels);
        this.needs = needs.stream().map(Skill::ofLabel).toList();
        if (families.isEmpty() || levels.isEmpty()) {
            throw new IllegalArgumentException("name at least one question family and one level");
        }
        for (int level : levels) {
            if (level < 1 || level > Family.MAX_LEVEL) {
                throw new IllegalArgumentException(
                        "question level " + level + "; levels go from 1 to " + Family.MAX_LEVEL);
            }
        }
    }

    /** The draw that a question belongs to. */
    public static Draw drawOf(String text) {
        double place = CounterRandom.uniform(CounterRandom.key(SPLIT_SEED, text), 0);
        return place < 0.7 ? Draw.TRAIN : place < 0.8 ? Draw.VALIDATION : Draw.TEST;
    }

    @Override
    public List<Question> draw(Draw draw, long seed, int count) {
        List<Question> questions = drawAtMost(draw, seed, count);
        if (questions.size() < count) {
            throw exhausted(draw, questions.size(), count);
        }
        return questions;
    }

    /** The first {@code count} questions of a draw, or as many as there are before one runs out. */
    public List<Question> drawAtMost(Draw draw, long seed, int count) {
        List<Question> questions = new ArrayList<>(count);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            Optional<Question> question =
                    IntStream.range(0, MAX_TRIES)
                            .mapToObj(attempt -> attempt(draw, seed, index, attempt))
                            .flatMap(Optional::stream)
                            .filter(made -> !seen.contains(made.text()))
                            .findFirst();
            if (question.isEmpty()) {
                break;
            }
            seen.add(question.get().text());
            questions.add(question.get());
        }
        return List.copyOf(questions);
    }

    /** One question of a draw by its index, drawn with replacement: for endless training text. */
    public Question sample(Draw draw, long seed, long index) {
        long key = CounterRandom.key(seed, "sample", draw.ordinal(), index);
        Family family = families.get(CounterRandom.below(key, 0, families.size()));
        int level = levels.get(CounterRandom.below(key, 1, levels.size()));
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            long tryKey = CounterRandom.bits(key, 2 + attempt);
            Optional<Question> made = make(draw, family, level, tryKey, index);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new IllegalArgumentException("no " + drawName(draw) + " question can be made");
    }

    private Optional<Question> attempt(Draw draw, long seed, int index, int attempt) {
        Family family = families.get(index % families.size());
        int level = levels.get(index / families.size() % levels.size());
        long key = CounterRandom.key(seed, "question", draw.ordinal(), index, attempt);
        return make(draw, family, level, key, index);
    }

    private Optional<Question> make(Draw draw, Family family, int level, long key, long index) {
        return family.roll(level, new Dice(key))
                .filter(task -> drawOf(task.text()) == draw && needsAll(task))
                .map(
                        task ->
                                new Question(
                                        id(draw, family, level, index),
                                        family.label(),
                                        level,
                                        task.text(),
                                        Integer.toString(task.expression().value()),
                                        task.expression().steps()));
    }

    private boolean needsAll(Family.Task task) {
        return needs.stream()
                .allMatch(
                        skill ->
                                task.expression().steps().stream().filter(skill::neededBy).count()
                                        >= Collections.frequency(needs, skill));
    }

    private static String id(Draw draw, Family family, int level, long index) {
        return String.format(
                Locale.ROOT, "%s-%d-%s-%06d", family.label(), level, drawName(draw), index);
    }

    private IllegalArgumentException exhausted(Draw draw, int index, int count) {
        Family family = families.get(index % families.size());
        int level = levels.get(index / families.size() % levels.size());
        return new IllegalArgumentException(
                "asked for "
                        + count
                        + " "
                        + drawName(draw)
                        + " questions, but only "
                        + index
                        + " different ones were found (family "
                        + family.label()
                        + ", level "
                        + level
                        + (needs.isEmpty() ? "" : ", needing " + needs)
                        + " ran out); ask for fewer, or add families or levels");
    }

    private static String drawName(Draw draw) {
        return draw.name().toLowerCase(Locale.ROOT);
    }
}
