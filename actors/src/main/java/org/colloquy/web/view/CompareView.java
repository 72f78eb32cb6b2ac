package org.colloquy.web.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.evaluation.Interval;
import org.colloquy.evaluation.MeanEstimate;
import org.colloquy.replay.Difference;
import org.colloquy.web.index.Rows;
import org.colloquy.web.view.SideOfComparison.Answers;
import org.colloquy.web.view.SideOfComparison.Asked;

/**
 * {@code /api/compare}: two runs, or an iteration of each, on the questions that both asked:
 * accuracies with intervals, paired differences, the questions that flipped, and the first record
 * in which the logs differ.
 */
final class CompareView {

    private static final int MAX_FLIPS = 300;

    private final SideOfComparison left;
    private final SideOfComparison right;
    private final List<String> agents;

    /** The iterations are those that count; empty for all. */
    CompareView(
            OpenedRun left, OptionalInt leftIteration, OpenedRun right, OptionalInt rightIteration)
            throws IOException {
        this.left = SideOfComparison.of(left, leftIteration);
        this.right = SideOfComparison.of(right, rightIteration);
        agents = new ArrayList<>(left.rows().outline().agents());
        agents.retainAll(right.rows().outline().agents());
    }

    private record Pair(Asked left, Asked right) {}

    ObjectNode json() throws IOException {
        List<Pair> pairs = pairs();
        ObjectNode json = Json.object();
        json.set("left", left.head());
        json.set("right", right.head());
        json.put("questions", pairs.size());
        json.set("agents", Json.texts(agents));
        ArrayNode accuracy = json.putArray("accuracy");
        for (String agent : agents) {
            ObjectNode one = accuracy.addObject().put("agent", agent);
            one.set("solo", compared(pairs, agent, true));
            one.set("last", compared(pairs, agent, false));
        }
        flips(pairs, json);
        difference(json);
        return json;
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<Long, Asked> entry : left.asked().entrySet()) {
            Optional.ofNullable(right.asked().get(entry.getKey()))
                    .ifPresent(other -> pairs.add(new Pair(entry.getValue(), other)));
        }
        return pairs;
    }

    private ObjectNode compared(List<Pair> pairs, String agent, boolean solo) {
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        Answers leftSum = Answers.NONE;
        Answers rightSum = Answers.NONE;
        for (Pair pair : pairs) {
            Answers a = left.answers(pair.left(), agent);
            Answers b = right.answers(pair.right(), agent);
            if (a.asked() > 0 && b.asked() > 0) {
                before.add(a.share(solo));
                after.add(b.share(solo));
                leftSum = leftSum.plus(a);
                rightSum = rightSum.plus(b);
            }
        }
        ObjectNode json = Json.object();
        json.set("left", Json.share(leftSum.right(solo), leftSum.asked()));
        json.set("right", Json.share(rightSum.right(solo), rightSum.asked()));
        json.put("questions", before.size());
        if (!before.isEmpty()) {
            MeanEstimate paired = MeanEstimate.ofDifferences(after, before);
            json.put("difference", paired.mean());
            Optional<Interval> interval = paired.interval();
            interval.ifPresent(found -> json.put("low", found.low()).put("high", found.high()));
        }
        return json;
    }

    /**
     * Questions whose final answers were mostly right on one side and mostly wrong on the other.
     */
    private void flips(List<Pair> pairs, ObjectNode json) {
        ArrayNode list = json.putArray("flips");
        int gained = 0;
        int lost = 0;
        for (Pair pair : pairs) {
            for (String agent : agents) {
                Answers a = left.answers(pair.left(), agent);
                Answers b = right.answers(pair.right(), agent);
                boolean was = a.share(false) > 0.5;
                boolean is = b.share(false) > 0.5;
                if (a.asked() == 0 || b.asked() == 0 || was == is) {
                    continue;
                }
                gained += is ? 1 : 0;
                lost += was ? 1 : 0;
                if (list.size() < MAX_FLIPS) {
                    list.addObject()
                            .put("agent", agent)
                            .put("family", left.family(pair.left()))
                            .put("level", pair.left().level())
                            .put("left", pair.left().dialogue().toString())
                            .put("right", pair.right().dialogue().toString())
                            .put("gained", is);
                }
            }
        }
        json.put("gained", gained).put("lost", lost);
    }

    private void difference(ObjectNode json) throws IOException {
        Rows ours = left.run().rows();
        Rows theirs = right.run().rows();
        Optional<Difference> first =
                new FirstDifference(ours, left.run().log(), theirs, right.run().log()).find();
        json.put("identical", first.isEmpty());
        first.ifPresent(
                found ->
                        json.putObject("difference")
                                .put("seq", found.seq())
                                .put("field", found.field())
                                .put("left", found.recorded())
                                .put("right", found.recomputed()));
    }
}
