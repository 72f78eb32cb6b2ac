package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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
        Path run, String status, String digest, TrainingProgress progress, double seconds) {

    /** The object that {@code train --json} prints. */
    ObjectNode json() {
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
                agents.putObject(agent.agent().value())
                        .put("right", agent.right())
                        .put("asked", agent.asked());
            }
        }
        json.put("seconds", Math.round(seconds * 1000) / 1000.0);
        return json;
    }

    /** How well each agent did alone, before and after; nothing without two evaluations. */
    Optional<String> table(Screen screen) {
        if (progress.evaluations().size() < 2) {
            return Optional.empty();
        }
        SoloEvaluated before = progress.evaluations().getFirst();
        SoloEvaluated after = progress.evaluations().getLast();
        StringBuilder table = new StringBuilder("agent     alone before     alone after");
        for (int agent = 0; agent < before.agents().size(); agent++) {
            Evaluated was = before.agents().get(agent);
            Evaluated is = after.agents().get(agent);
            table.append(
                    "\n%-8s  %5.1f %%  %5.1f %%".formatted(was.agent(), percent(was), percent(is)));
        }
        return Optional.of(table.toString());
    }

    private static double percent(Evaluated one) {
        return 100.0 * one.right() / one.asked();
    }

    /** How much it was and how long it took, on one line. */
    String line() {
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
