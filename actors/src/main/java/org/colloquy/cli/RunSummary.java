package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.replay.LogStatistics;

/**
 * What a run came to.
 *
 * @param run its directory
 * @param status finished, interrupted or failed
 * @param digest of the log so far
 * @param seconds of this process, not of a resumed run's first part
 */
record RunSummary(Path run, String status, String digest, LogStatistics statistics, double seconds)
        implements SessionSummary {

    private static final String ROW = "   %10s   %12s   %6s   %7s";

    @Override
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run", run.toString());
        json.put("status", status);
        json.put("digest", digest);
        putCounts(json, statistics);
        json.put("seconds", Math.round(seconds * 1000) / 1000.0);
        return json;
    }

    /** Puts what was counted: dialogues, turns, tokens, modes and accuracies. */
    static void putCounts(ObjectNode json, LogStatistics statistics) {
        RunEnded sums = statistics.totals();
        json.put("dialogues", sums.dialogues());
        json.put("failed", sums.failed());
        json.put("turns", sums.turns());
        json.put("tokens", sums.tokens());
        json.putObject("modes").put("cooperate", sums.cooperate()).put("compete", sums.compete());
        ObjectNode accuracy = json.putObject("accuracy");
        statistics
                .byAgent()
                .forEach(
                        (agent, tally) ->
                                accuracy.putObject(agent.value())
                                        .put("solo", share(tally.solo(), tally.answers()))
                                        .put("final", share(tally.last(), tally.answers())));
    }

    @Override
    public Optional<String> table(Screen screen) {
        return statistics.totals().dialogues() > 0
                ? Optional.of(table(statistics, screen))
                : Optional.empty();
    }

    @Override
    public String line() {
        RunEnded sums = statistics.totals();
        return String.format(
                Locale.ROOT,
                "%s: %s (%d cooperate, %d compete%s), %s, %s in %.1f s",
                status,
                Counted.of(sums.dialogues() + sums.failed(), "dialogue"),
                sums.cooperate(),
                sums.compete(),
                sums.failed() == 0 ? "" : ", " + sums.failed() + " failed",
                Counted.of(sums.turns(), "turn"),
                Counted.of(sums.tokens(), "token"),
                seconds);
    }

    /** The agents, how often each was right before and after the discussion, and what changed. */
    static String table(LogStatistics statistics, Screen screen) {
        Palette palette = screen.palette();
        int names =
                statistics.byAgent().keySet().stream()
                        .mapToInt(agent -> agent.value().length())
                        .reduce("agent".length(), Math::max);
        String heading = ROW.formatted("first idea", "final answer", "mended", "spoiled");
        StringBuilder table =
                new StringBuilder(palette.bold(Paragraph.pad("agent", names) + heading));
        int place = 0;
        for (Map.Entry<AgentName, LogStatistics.Tally> agent : statistics.byAgent().entrySet()) {
            LogStatistics.Tally tally = agent.getValue();
            String name = palette.agent(place++, agent.getKey().value());
            table.append('\n')
                    .append(Paragraph.pad(name, names))
                    .append(
                            ROW.formatted(
                                    percent(share(tally.solo(), tally.answers())),
                                    percent(share(tally.last(), tally.answers())),
                                    tally.gained(),
                                    tally.lost()));
        }
        return table.toString();
    }

    /** Part of the whole; 0 of nothing. */
    static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
