package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.DialogueRow.Answered;
import org.colloquy.web.index.Outline.Mark;
import org.colloquy.web.index.Outline.SoloExam;

/**
 * One of two compared runs: what each question was answered, in the order in which the questions
 * were first asked; at most {@value #MAX_QUESTIONS} of them.
 *
 * @param asked by the hash of the question's own id
 */
record SideOfComparison(OpenedRun run, OptionalInt iteration, Map<Long, Asked> asked) {

    private static final int MAX_QUESTIONS = 200_000;

    /**
     * A question's answers.
     *
     * @param dialogue the first about it
     * @param answers one for each agent of the run
     */
    record Asked(DialogueId dialogue, int family, int level, List<Answers> answers) {}

    /** How many of an agent's answers were right. */
    record Answers(int asked, int solo, int last) {

        static final Answers NONE = new Answers(0, 0, 0);

        int right(boolean first) {
            return first ? solo : last;
        }

        double share(boolean first) {
            return asked == 0 ? 0 : (double) right(first) / asked;
        }

        Answers plus(Answers other) {
            return new Answers(asked + other.asked, solo + other.solo, last + other.last);
        }

        Answers plus(Answered answer) {
            return answer.graded()
                    ? new Answers(
                            asked + 1,
                            solo + (answer.soloRight() ? 1 : 0),
                            last + (answer.lastRight() ? 1 : 0))
                    : this;
        }
    }

    static SideOfComparison of(OpenedRun run, OptionalInt iteration) throws IOException {
        Map<Long, Asked> asked = new LinkedHashMap<>();
        int agents = run.rows().outline().agents().size();
        long[] at = {-1, 0};
        run.rows()
                .dialogues(
                        false,
                        (index, row) -> {
                            if (iteration.isPresent()
                                    && iteration.getAsInt() != row.id().iteration()) {
                                return true;
                            }
                            if (at[0] != row.question()) {
                                at[0] = row.question();
                                at[1] = run.rows().question(row.question()).idHash();
                            }
                            if (asked.size() < MAX_QUESTIONS || asked.containsKey(at[1])) {
                                add(row, asked.computeIfAbsent(at[1], id -> first(row, agents)));
                            }
                            return true;
                        });
        return new SideOfComparison(run, iteration, asked);
    }

    private static Asked first(DialogueRow row, int agents) {
        return new Asked(
                row.id(),
                row.family(),
                row.level(),
                new ArrayList<>(Collections.nCopies(agents, Answers.NONE)));
    }

    private static void add(DialogueRow row, Asked question) {
        List<Answers> answers = question.answers();
        for (int i = 0; i < answers.size(); i++) {
            answers.set(i, answers.get(i).plus(row.answers().get(i)));
        }
    }

    Answers answers(Asked question, String agent) {
        int at = run.rows().outline().agents().indexOf(agent);
        return at < 0 ? Answers.NONE : question.answers().get(at);
    }

    String family(Asked question) {
        return run.rows().outline().families().get(question.family());
    }

    /** The run, and the evaluation of its weights before the iteration, or its last one. */
    ObjectNode head() {
        ObjectNode json = RunsView.head(run.found());
        json.set("index", RunView.progress(run.snapshot()));
        json.put("iterations", run.rows().outline().iterations().size());
        iteration.ifPresent(chosen -> json.put("iteration", chosen));
        List<SoloExam> exams = run.rows().outline().exams();
        int wanted = iteration.orElse(Integer.MAX_VALUE);
        exams.stream()
                .filter(exam -> exam.version() <= wanted)
                .reduce((earlier, later) -> later)
                .ifPresent(
                        exam -> {
                            ObjectNode one = json.putObject("exam").put("version", exam.version());
                            ArrayNode marks = one.putArray("agents");
                            for (Mark mark : exam.agents()) {
                                marks.add(
                                        Json.share(mark.right(), mark.asked())
                                                .put("agent", mark.agent()));
                            }
                        });
        return json;
    }
}
