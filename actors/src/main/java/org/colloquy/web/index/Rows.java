package org.colloquy.web.index;

import java.io.IOException;
import java.util.Optional;
import org.colloquy.dialogue.DialogueId;

/** A run's questions and dialogues as of one outline, read from the index on demand. */
public final class Rows {

    private final RowFile questions;
    private final RowFile dialogues;
    private final Outline outline;

    Rows(RowFile questions, RowFile dialogues, Outline outline) {
        this.questions = questions;
        this.dialogues = dialogues;
        this.outline = outline;
    }

    /** Sees rows in order; false ends it. */
    @FunctionalInterface
    public interface Visitor<R> {
        boolean visit(int index, R row) throws IOException;
    }

    public Outline outline() {
        return outline;
    }

    /** Every dialogue in the order of ids, or in the opposite one. */
    public void dialogues(boolean newestFirst, Visitor<DialogueRow> visitor) throws IOException {
        RowFile.RowVisitor each =
                (index, bytes) -> visitor.visit((int) index, DialogueRow.read(bytes));
        if (newestFirst) {
            dialogues.scanBack(0, outline.dialogues(), each);
        } else {
            dialogues.scan(0, outline.dialogues(), each);
        }
    }

    /** Dialogues from a row on, in order. */
    public void dialoguesFrom(int first, Visitor<DialogueRow> visitor) throws IOException {
        dialogues.scan(
                first,
                outline.dialogues(),
                (index, bytes) -> visitor.visit((int) index, DialogueRow.read(bytes)));
    }

    public void questions(Visitor<QuestionRow> visitor) throws IOException {
        questions(0, outline.questions(), visitor);
    }

    /** Questions of the rows from {@code first}, below {@code end}. */
    public void questions(int first, int end, Visitor<QuestionRow> visitor) throws IOException {
        questions.scan(
                first, end, (index, bytes) -> visitor.visit((int) index, QuestionRow.read(bytes)));
    }

    public DialogueRow dialogue(int index) throws IOException {
        return DialogueRow.read(dialogues.row(index));
    }

    public QuestionRow question(int index) throws IOException {
        return QuestionRow.read(questions.row(index));
    }

    /** The row of a dialogue; they stand in the order of their ids. */
    public Optional<Integer> indexOf(DialogueId id) throws IOException {
        int low = 0;
        int high = outline.dialogues() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = DialogueRow.id(dialogues.row(middle)).compareTo(id);
            if (order == 0) {
                return Optional.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }
}
