package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.replay.Difference;
import org.colloquy.replay.Verification;
import org.colloquy.replay.Verification.Status;

/**
 * What a check of a record found.
 *
 * @param checked what was checked, for people
 * @param records that were found right
 * @param first difference; empty where there is none
 * @param hint what to do about it
 */
record ReplayReport(
        Status status, String checked, long records, Optional<Difference> first, String hint) {

    static ReplayReport of(Verification verification) {
        String learning = verification.trained() ? "rewards, advantages, second visits, " : "";
        String checked =
                "again: hashes, order, abilities, difficulties, modes, grades, "
                        + learning
                        + "sums";
        return new ReplayReport(
                verification.status(),
                verification.ended() ? checked : checked + "; not ended yet",
                verification.records(),
                verification.first(),
                verification.hint());
    }

    boolean identical() {
        return status == Status.IDENTICAL;
    }

    /** Prints it; the exit status. */
    int print(Screen screen, boolean json) {
        if (json) {
            screen.out().println(asJson());
        } else if (identical()) {
            screen.out().println("identical: " + Counted.of(records, "record"));
            screen.out().println(checked);
        } else {
            String where = first.map(Difference::toString).orElse("");
            screen.err().println(screen.safe("colloquy: " + name() + ": " + where + "; " + hint));
        }
        return identical() ? ExitStatus.WELL : ExitStatus.DIVERGED;
    }

    private ObjectNode asJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", name()).put("records", records);
        if (first.isEmpty()) {
            return json.putNull("first");
        }
        json.putObject("first")
                .put("seq", first.get().seq())
                .put("field", first.get().field())
                .put("recorded", first.get().recorded())
                .put("recomputed", first.get().recomputed());
        return json;
    }

    private String name() {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
