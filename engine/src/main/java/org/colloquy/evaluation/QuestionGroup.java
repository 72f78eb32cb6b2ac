package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.colloquy.question.Question;

/**
 * Some of an evaluation's questions, taken together.
 *
 * @param kind {@code all}, {@code family} or {@code level}
 * @param name of the family or level; {@code all}
 * @param questions their indices, ascending
 */
public record QuestionGroup(String kind, String name, List<Integer> questions) {

    public QuestionGroup {
        questions = List.copyOf(questions);
    }

    /** All questions, then each family by name, then each level upwards. */
    public static List<QuestionGroup> of(List<Question> questions) {
        SequencedMap<String, List<Integer>> families = new TreeMap<>();
        SequencedMap<Integer, List<Integer>> levels = new TreeMap<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            families.computeIfAbsent(question.family(), name -> new ArrayList<>()).add(i);
            levels.computeIfAbsent(question.level(), level -> new ArrayList<>()).add(i);
        }
        List<QuestionGroup> groups = new ArrayList<>();
        groups.add(
                new QuestionGroup(
                        "all", "all", IntStream.range(0, questions.size()).boxed().toList()));
        families.forEach((name, some) -> groups.add(new QuestionGroup("family", name, some)));
        levels.forEach(
                (level, some) -> groups.add(new QuestionGroup("level", level.toString(), some)));
        return groups;
    }
}
