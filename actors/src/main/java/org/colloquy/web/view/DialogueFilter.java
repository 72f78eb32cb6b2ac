package org.colloquy.web.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.DialogueRow.Answered;
import org.colloquy.web.index.Outline;

/**
 * Which dialogues a reader wants. Outcome and flip are those of the named agent, or of any.
 *
 * @param outcome {@code right}, {@code wrong}, {@code malformed}: of the final answer; or {@code
 *     failed}, of the dialogue
 * @param flip {@code mended}, {@code spoiled}, or {@code either}
 */
record DialogueFilter(
        Optional<String> family,
        OptionalInt level,
        Optional<String> mode,
        Optional<String> agent,
        Optional<String> outcome,
        Optional<String> flip,
        OptionalInt iteration,
        OptionalInt question) {

    private static final Set<String> OUTCOMES = Set.of("right", "wrong", "malformed", "failed");
    private static final Set<String> FLIPS = Set.of("mended", "spoiled", "either");
    private static final Set<String> MODES = Set.of("cooperate", "compete");

    static DialogueFilter of(Query query) {
        return new DialogueFilter(
                query.text("family"),
                query.number("level"),
                query.text("mode").map(mode -> known("mode", mode, MODES)),
                query.text("agent"),
                query.text("outcome").map(outcome -> known("outcome", outcome, OUTCOMES)),
                query.text("flip").map(flip -> known("flip", flip, FLIPS)),
                query.number("iteration"),
                query.number("question"));
    }

    private static String known(String name, String value, Set<String> values) {
        if (!values.contains(value)) {
            throw RefusedException.badRequest(
                    name
                            + " must be one of "
                            + String.join(", ", values.stream().sorted().toList()));
        }
        return value;
    }

    boolean accepts(DialogueRow row, Outline outline) {
        return family.map(name -> outline.families().get(row.family()).equals(name)).orElse(true)
                && (level.isEmpty() || level.getAsInt() == row.level())
                && (iteration.isEmpty() || iteration.getAsInt() == row.id().iteration())
                && (question.isEmpty() || question.getAsInt() == row.id().question())
                && mode.map(name -> Json.name(row.mode()).equals(name)).orElse(true)
                && answers(row, outline).stream().anyMatch(answer -> accepts(answer, row));
    }

    private List<Answered> answers(DialogueRow row, Outline outline) {
        if (agent.isEmpty()) {
            return row.answers();
        }
        int at = outline.agents().indexOf(agent.get());
        return at < 0 ? List.of() : List.of(row.answers().get(at));
    }

    private boolean accepts(Answered answer, DialogueRow row) {
        return outcome.map(wanted -> outcome(answer, row, wanted)).orElse(true)
                && flip.map(wanted -> flipped(answer, wanted)).orElse(true);
    }

    private static boolean outcome(Answered answer, DialogueRow row, String wanted) {
        return wanted.equals("failed")
                ? row.status() == DialogueStatus.FAILED
                : answer.last().map(grade -> Json.name(grade).equals(wanted)).orElse(false);
    }

    private static boolean flipped(Answered answer, String wanted) {
        return switch (wanted) {
            case "mended" -> answer.mended();
            case "spoiled" -> answer.spoiled();
            default -> answer.mended() || answer.spoiled();
        };
    }
}
