package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.web.index.Outline;
import org.colloquy.web.index.Outline.IterationOutline;
import org.colloquy.web.index.QuestionRow;
import org.colloquy.web.index.Rows;

/**
 * {@code /api/response}: the item-response picture of one iteration, the last unless another is
 * asked for: abilities, and the questions by difficulty with the mode that was chosen.
 */
final class ResponseView {

    /** More dots than these say nothing more; of more questions every n-th is shown. */
    private static final int MAX_QUESTIONS = 1_500;

    private final Rows rows;

    ResponseView(Rows rows) {
        this.rows = rows;
    }

    ObjectNode json(Query query) throws IOException {
        Outline outline = rows.outline();
        List<IterationOutline> all = outline.iterations();
        int iteration = query.number("iteration", all.size() - 1, all.size() - 1);
        ObjectNode json = Json.object().put("iteration", iteration);
        ArrayNode agents = json.putArray("agents");
        ArrayNode questions = json.putArray("questions");
        if (iteration < 0) {
            return json.put("total", 0);
        }
        all.get(iteration)
                .abilities()
                .forEach(
                        one ->
                                agents.addObject()
                                        .put("agent", one.agent())
                                        .put("ability", one.ability())
                                        .put("standardError", one.standardError()));
        int end =
                iteration + 1 < all.size()
                        ? all.get(iteration + 1).firstQuestion()
                        : outline.questions();
        int first = all.get(iteration).firstQuestion();
        int step = Math.max(1, (end - first + MAX_QUESTIONS - 1) / MAX_QUESTIONS);
        for (QuestionRow row : every(first, end, step)) {
            questions
                    .addObject()
                    .put("question", row.key().question())
                    .put("family", outline.families().get(row.family()))
                    .put("level", row.level())
                    .put("difficulty", row.difficulty())
                    .put("pooled", row.pooled())
                    .put("mode", Json.name(row.mode()));
        }
        return json.put("total", end - first);
    }

    private List<QuestionRow> every(int first, int end, int step) throws IOException {
        List<QuestionRow> some = new ArrayList<>();
        rows.questions(
                first,
                end,
                (index, row) -> {
                    if ((index - first) % step == 0) {
                        some.add(row);
                    }
                    return true;
                });
        return some;
    }
}
