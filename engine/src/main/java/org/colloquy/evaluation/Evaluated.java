package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.colloquy.dialogue.AgentName;
import org.colloquy.question.Question;

/**
 * The results of a cast on the same questions, alone and after discussions.
 *
 * @param solo by agent, in cast order; empty if nobody answered alone
 * @param discussed by protocol and agent, in cast order, whether its final answer is right; a
 *     dialogue that failed is not right
 */
public record Evaluated(
        List<Question> questions,
        List<AgentName> cast,
        List<SoloResults> solo,
        SequencedMap<String, List<List<Boolean>>> discussed) {

    public Evaluated {
        questions = List.copyOf(questions);
        cast = List.copyOf(cast);
        solo = List.copyOf(solo);
    }

    /** The questions that at least one agent answers right alone, greedily. */
    public List<Integer> solvable() {
        List<Integer> solvable = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            int item = i;
            if (solo.stream().anyMatch(results -> results.greedy().get(item))) {
                solvable.add(i);
            }
        }
        return solvable;
    }

    /** An agent's final answers by a protocol on some of the questions. */
    public Proportion discussed(String protocol, int agent, List<Integer> among) {
        return Proportion.of(SoloResults.picked(finals(protocol).get(agent), among));
    }

    /** By agent and question, whether the final answer is right. */
    List<List<Boolean>> finals(String protocol) {
        /** By agent and question, whether the final answer is right. */
        List<List<Boolean>> finals = discussed.get(protocol);
        if (finals == null) {
            throw new IllegalArgumentException(protocol + " was not evaluated");
        }
        return finals;
    }
}
