package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.evaluation.Interval;
import org.colloquy.evaluation.Proportion;
import org.colloquy.log.InteractionEvent.Evaluated;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.SoloEvaluated;

/**
 * What a training run came to.
 *
 * @param run its directory
 * @param status finished, interrupted or failed
 * @param digest of the log so far
 * @param seconds of this process
 */
record TrainingSummary(
        Path run, String status, String digest, TrainingProgress progress, double seconds)
        implements SessionSummary {

    private static final String ROW = "   %-23s   %-23s   %6s";

    @Override
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run", run.toString());
        json.put("status", status);
        json.put("digest", digest);
        json.put("iterations", progress.iterations());
        RunSummary.putCounts(json, progress.statistics());
        ArrayNode evaluations = json.putArray("evaluations");
        for (SoloEvaluated evaluated : progress.evaluations()) {
            ObjectNode one = evaluations.addObject();
            one.put("version", evaluated.version());
            ObjectNode agents = one.putObject("agents");
            for (Evaluated agent : evaluated.agents()) {
                Interval interval = proportion(agent).wilson();
                agents.putObject(agent.agent().value())
                        .put("right", agent.right())
                        .put("asked", agent.asked())
                        .put("low", interval.low())
                        .put("high", interval.high());
            }
        }
        json.put("seconds", Math.round(seconds * 1000) / 1000.0);
        return json;
    }

    /**
     * How often each agent was right alone, before and after, with Wilson's intervals at 95 %;
     * nothing without two evaluations.
     */
    @Override
    public Optional<String> table(Screen screen) {
        if (progress.evaluations().size() < 2) {
            return Optional.empty();
        }
        SoloEvaluated before = progress.evaluations().getFirst();
        SoloEvaluated after = progress.evaluations().getLast();
        int names =
                before.agents().stream()
                        .mapToInt(agent -> agent.agent().value().length())
                        .reduce("agent".length(), Math::max);
        StringBuilder table =
                new StringBuilder(
                        screen.palette()
                                .bold(
                                        Paragraph.pad("agent", names)
                                                + ROW.formatted(
                                                        "alone before",
                                                        "after "
                                                                + Counted.of(
                                                                        after.version(),
                                                                        "iteration"),
                                                        "change")));
        for (int agent = 0; agent < before.agents().size(); agent++) {
            Proportion was = proportion(before.agents().get(agent));
            Proportion is = proportion(after.agents().get(agent));
            String name = before.agents().get(agent).agent().value();
            table.append('\n')
                    .append(screen.palette().agent(agent, name))
                    .append(" ".repeat(names - name.length()))
                    .append(
                            ROW.formatted(
                                    cell(was),
                                    cell(is),
                                    String.format(
                                            Locale.ROOT,
                                            "%+.1f",
                                            100 * (is.share() - was.share()))));
        }
        return Optional.of(table.toString());
    }

    private static Proportion proportion(Evaluated agent) {
        return new Proportion(agent.right(), agent.asked());
    }

    private static String cell(Proportion proportion) {
        Interval interval = proportion.wilson();
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f to %.1f)",
                100 * proportion.share(),
                100 * interval.low(),
                100 * interval.high());
    }

    @Override
    public String line() {
        RunEnded sums = progress.statistics().totals();
        return String.format(
                Locale.ROOT,
                "%s: %s, %s, %s, %s in %.1f s",
                status,
                Counted.of(progress.iterations(), "iteration"),
                Counted.of(sums.dialogues() + sums.failed(), "dialogue"),
                Counted.of(sums.turns(), "turn"),
                Counted.of(sums.tokens(), "token"),
                seconds);
    }
}
