package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.LogReader;
import org.colloquy.question.Question;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.DialogueRow.Answered;
import org.colloquy.web.index.Outline;
import org.colloquy.web.index.Rows;

/** {@code /api/dialogues}: a page of the dialogues that a filter lets through. */
final class DialogueTable {

    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;
    private static final int MAX_TEXT = 240;

    private final Rows rows;
    private final Path log;

    DialogueTable(Rows rows, Path log) {
        this.rows = rows;
        this.log = log;
    }

    private record Found(int index, DialogueRow row) {}

    ObjectNode json(Query query) throws IOException {
        DialogueFilter filter = DialogueFilter.of(query);
        int offset = query.number("offset", 0, Integer.MAX_VALUE);
        int limit = query.number("limit", PAGE, MAX_PAGE);
        boolean newestFirst = query.text("order").map("newest"::equals).orElse(false);
        List<Found> page = new ArrayList<>();
        int[] total = {0};
        Outline outline = rows.outline();
        rows.dialogues(
                newestFirst,
                (index, row) -> {
                    if (filter.accepts(row, outline)) {
                        if (total[0] >= offset && page.size() < limit) {
                            page.add(new Found(index, row));
                        }
                        total[0]++;
                    }
                    return true;
                });
        ObjectNode json = Json.object();
        json.put("total", total[0]).put("offset", offset).put("limit", limit);
        json.set("agents", Json.texts(outline.agents()));
        ArrayNode list = json.putArray("dialogues");
        for (Found found : page) {
            list.add(row(found.row()));
        }
        return json;
    }

    private ObjectNode row(DialogueRow row) throws IOException {
        ObjectNode json = summary(row, rows.outline());
        Question question = question(row);
        json.put("questionId", question.id());
        String text = question.text();
        json.put("text", text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
        return json;
    }

    private Question question(DialogueRow row) throws IOException {
        try (LogReader reader = LogReader.open(log, rows.question(row.question()).start())) {
            return reader.next()
                    .map(record -> record.event())
                    .filter(QuestionPosed.class::isInstance)
                    .map(event -> ((QuestionPosed) event).question())
                    .orElseThrow(() -> new IOException("the log changed; ask again"));
        }
    }

    static ObjectNode summary(DialogueRow row, Outline outline) {
        ObjectNode json = Json.object();
        json.put("id", row.id().toString());
        json.put("family", outline.families().get(row.family()));
        json.put("level", row.level());
        json.put("mode", Json.name(row.mode()));
        json.put("protocol", outline.protocols().get(row.protocol()));
        json.put("status", Json.name(row.status()));
        json.put("turns", row.turns());
        json.put("tokens", row.tokens());
        ArrayNode answers = json.putArray("answers");
        for (Answered answer : row.answers()) {
            ObjectNode one = answers.addObject();
            answer.solo().ifPresent(grade -> one.put("solo", Json.name(grade)));
            answer.last().ifPresent(grade -> one.put("last", Json.name(grade)));
            answer.wrongStep().ifPresent(step -> one.put("wrongStep", step));
        }
        return json;
    }
}
