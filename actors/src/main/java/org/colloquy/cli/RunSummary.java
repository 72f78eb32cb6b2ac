package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import org.colloquy.dialogue.AgentName;

/**
 * What a run came to.
 *
 * @param run its directory
 * @param status as in run.json, such as {@code finished}
 * @param digest of the whole log; empty while there is none
 * @param seconds of this process, not of a resumed run's first part
 */
record RunSummary(Path run, String status, String digest, RunTally tally, double seconds) {

    /** The object that {@code run --json} prints. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run", run.toString());
        json.put("status", status);
        json.put("digest", digest);
        putCounts(json, tally);
        json.put("seconds", Math.round(seconds * 1000) / 1000.0);
        return json;
    }

    /** Puts what was counted: dialogues, turns, tokens, modes and accuracies. */
    static void putCounts(ObjectNode json, RunTally tally) {
        json.put("dialogues", tally.finished());
        json.put("failed", tally.failed());
        json.put("turns", tally.turns());
        json.put("tokens", tally.tokens());
        json.putObject("modes").put("cooperate", tally.cooperate()).put("compete", tally.compete());
        ObjectNode accuracy = json.putObject("accuracy");
        tally.scores()
                .forEach(
                        (agent, score) ->
                                accuracy.putObject(agent.value())
                                        .put("solo", score.soloShare())
                                        .put("final", score.lastShare()));
    }

    /** One line: how much, how long, and what it is called. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s: %d dialogues (%d cooperate, %d compete%s), %d turns, %d tokens in %.1f s",
                status,
                tally.over(),
                tally.cooperate(),
                tally.compete(),
                tally.failed() == 0 ? "" : ", " + tally.failed() + " failed",
                tally.turns(),
                tally.tokens(),
                seconds);
    }

    /** The agents, how often each was right before and after the discussion, and what changed. */
    static String table(RunTally tally, Screen screen) {
        Palette palette = screen.palette();
        int names =
                tally.scores().keySet().stream()
                        .mapToInt(name -> name.value().length())
                        .reduce("agent".length(), Math::max);
        StringBuilder table = new StringBuilder();
        table.append(
                palette.bold(
                        Paragraph.pad("agent", names)
                                + "   first idea  final answer   mended  spoiled"));
        int index = 0;
        for (var entry : tally.scores().entrySet()) {
            table.append('\n').append(row(entry.getKey(), names, entry.getValue(), palette, index));
            index++;
        }
        return table.toString();
    }

    private static String row(
            AgentName agent, int names, RunTally.Score score, Palette palette, int index) {
        return Paragraph.pad(palette.agent(index, agent.value()), names)
                + String.format(
                        Locale.ROOT,
                        "   %7.1f %%  ->  %7.1f %%   %6d  %7d",
                        100 * score.soloShare(),
                        100 * score.lastShare(),
                        score.mended(),
                        score.spoiled());
    }
}
