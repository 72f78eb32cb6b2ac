package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.colloquy.web.index.Outline;
import org.colloquy.web.index.Outline.IterationOutline;
import org.colloquy.web.index.Outline.Mark;
import org.colloquy.web.index.Outline.PolicyStep;
import org.colloquy.web.index.Outline.SoloExam;

/** {@code /api/learning}: curves over the iterations, each a column with null where nothing is. */
final class LearningView {

    private static final Map<String, ToDoubleFunction<PolicyStep>> CURVES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("loss", PolicyStep::loss),
                            Map.entry("reward", PolicyStep::rewardMean),
                            Map.entry("kl", PolicyStep::kl),
                            Map.entry("entropy", PolicyStep::entropy),
                            Map.entry("clippedLow", PolicyStep::clippedLow),
                            Map.entry("clippedHigh", PolicyStep::clippedHigh),
                            Map.entry("gradientNorm", PolicyStep::gradientNorm),
                            Map.entry("learningRate", PolicyStep::learningRate),
                            Map.entry("completionTokens", PolicyStep::completionTokens),
                            Map.entry("truncatedShare", PolicyStep::truncatedShare),
                            Map.entry(
                                    "zeroSpread",
                                    step ->
                                            step.groups() == 0
                                                    ? Double.NaN
                                                    : (double) step.zeroSpreadGroups()
                                                            / step.groups())));

    private final Outline outline;
    private final Path run;

    LearningView(Outline outline, Path run) {
        this.outline = outline;
        this.run = run;
    }

    ObjectNode json() throws IOException {
        List<IterationOutline> all = outline.iterations();
        ObjectNode json = Json.object();
        ArrayNode numbers = json.putArray("iteration");
        all.forEach(each -> numbers.add(each.iteration()));
        ObjectNode agents = json.putObject("agents");
        for (int i = 0; i < outline.agents().size(); i++) {
            int agent = i;
            ObjectNode one = agents.putObject(outline.agents().get(i));
            ArrayNode solo = one.putArray("solo");
            all.forEach(each -> share(solo, each.tallies().get(agent)));
        }
        ObjectNode policies = json.putObject("policies");
        all.stream()
                .flatMap(each -> each.steps().stream())
                .map(PolicyStep::policy)
                .distinct()
                .forEach(policy -> policies.set(policy, curves(policy)));
        exams(json.putArray("exams"));
        times(json);
        return json;
    }

    private static void share(ArrayNode column, Outline.Tally tally) {
        add(column, tally.answers() == 0 ? Double.NaN : (double) tally.solo() / tally.answers());
    }

    private ObjectNode curves(String policy) {
        ObjectNode json = Json.object();
        CURVES.forEach(
                (name, value) -> {
                    ArrayNode column = json.putArray(name);
                    for (IterationOutline each : outline.iterations()) {
                        double at =
                                each.steps().stream()
                                        .filter(step -> step.policy().equals(policy))
                                        .mapToDouble(value)
                                        .findFirst()
                                        .orElse(Double.NaN);
                        add(column, at);
                    }
                });
        return json;
    }

    private void exams(ArrayNode list) {
        for (SoloExam exam : outline.exams()) {
            ObjectNode one = list.addObject().put("version", exam.version());
            ArrayNode agents = one.putArray("agents");
            for (Mark mark : exam.agents()) {
                agents.add(Json.share(mark.right(), mark.asked()).put("agent", mark.agent()));
            }
        }
    }

    private void times(ObjectNode json) throws IOException {
        PhaseTimes times = PhaseTimes.read(run);
        ObjectNode seconds = json.putObject("seconds");
        for (String phase : PhaseTimes.PHASES) {
            ArrayNode column = seconds.putArray(phase);
            outline.iterations()
                    .forEach(each -> add(column, times.seconds(phase, each.iteration())));
        }
        ArrayNode speed = json.putArray("tokensPerSecond");
        for (IterationOutline each : outline.iterations()) {
            double rollout = times.seconds("rollout", each.iteration());
            add(speed, rollout > 0 ? each.tokens() / rollout : Double.NaN);
        }
    }

    private static void add(ArrayNode column, double value) {
        if (Double.isFinite(value)) {
            column.add(value);
        } else {
            column.addNull();
        }
    }
}
