package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.colloquy.dialogue.AgentName;
import org.colloquy.replay.Rescoring;
import org.colloquy.replay.Rescoring.Modes;
import org.colloquy.replay.Rescoring.Row;
import org.colloquy.replay.Rescoring.Worth;

/**
 * A run scored again, as a table and as JSON.
 *
 * @param changes the rules that were changed, each {@code path=value}
 */
record RescoreReport(Rescoring rescoring, List<String> changes) {

    private static final String ROW = "  %-7s  %11s  %12s  %18s  %12s  %12s";

    /** All that was counted, for a reader; where two values stand, the second is by the changes. */
    String table(Screen screen) {
        StringBuilder table = new StringBuilder(heading()).append("\n\n");
        List<AgentName> agents = rescoring.groups().stream().map(Row::agent).distinct().toList();
        int names =
                agents.stream()
                        .mapToInt(agent -> agent.value().length())
                        .reduce("agent".length(), Math::max);
        table.append(screen.palette().bold(Paragraph.pad("agent", names) + head()));
        for (Row row : rescoring.groups()) {
            String name = screen.palette().agent(agents.indexOf(row.agent()), row.agent().value());
            table.append('\n').append(Paragraph.pad(name, names)).append(line(row));
        }
        Modes modes = rescoring.modes();
        return table.append("\n\ncooperating on ")
                .append(both(modes.recorded(), modes.changed()))
                .append(" of ")
                .append(Counted.of(modes.questions(), "question"))
                .append("; the modes of ")
                .append(modes.flipped())
                .append(" differ")
                .toString();
    }

    private String heading() {
        return Counted.of(rescoring.dialogues(), "dialogue")
                + " about "
                + Counted.of(rescoring.questions(), "question")
                + ", by the run's own rules"
                + (changes.isEmpty() ? "" : " -> with " + String.join(", ", changes));
    }

    private static String head() {
        return ROW.formatted(
                "stage", "groups", "no spread", "mean reward", "taken over", "sign changes");
    }

    private static String line(Row row) {
        Worth before = row.recorded();
        Worth after = row.changed();
        return ROW.formatted(
                row.stage().name().toLowerCase(Locale.ROOT),
                both(before.groups(), after.groups()),
                both(before.withoutSpread(), after.withoutSpread()),
                mean(before) + " -> " + mean(after),
                both(before.internalised(), after.internalised()),
                row.signChanges() + "/" + row.advantages());
    }

    private static String mean(Worth worth) {
        return String.format(Locale.ROOT, "%.4f", worth.rewardMean());
    }

    private static String both(int before, int after) {
        return before + " -> " + after;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode set = json.putArray("set");
        changes.forEach(set::add);
        json.put("questions", rescoring.questions()).put("dialogues", rescoring.dialogues());
        ArrayNode groups = json.putArray("groups");
        for (Row row : rescoring.groups()) {
            ObjectNode node = groups.addObject();
            node.put("agent", row.agent().value());
            node.put("stage", row.stage().name().toLowerCase(Locale.ROOT));
            put(node.putObject("recorded"), row.recorded());
            put(node.putObject("changed"), row.changed());
            node.put("advantages", row.advantages()).put("signChanges", row.signChanges());
        }
        Modes modes = rescoring.modes();
        json.putObject("modes")
                .put("questions", modes.questions())
                .put("cooperateRecorded", modes.recorded())
                .put("cooperateChanged", modes.changed())
                .put("flipped", modes.flipped());
        return json;
    }

    private static void put(ObjectNode node, Worth worth) {
        node.put("groups", worth.groups()).put("withoutSpread", worth.withoutSpread());
        node.put("answers", worth.answers()).put("rewardMean", worth.rewardMean());
        node.put("internalised", worth.internalised());
    }
}
