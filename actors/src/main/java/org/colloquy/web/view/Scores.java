package org.colloquy.web.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.QuestionRow;
import org.colloquy.web.index.Rows;

/**
 * What the turns of a dialogue were worth in training: reward, calibrated reward and advantage,
 * with the statistics of the peers and of the group that made them (docs/grpo.md, Formulas).
 */
final class Scores {

    private final Rows rows;
    private final Path log;

    Scores(Rows rows, Path log) {
        this.rows = rows;
        this.log = log;
    }

    /** Adds {@code score} to each turn whose group is scored. */
    void tell(int index, DialogueRow row, ArrayNode turns) throws IOException {
        QuestionRow asked = rows.question(row.question());
        QuestionRow first = rows.question(asked.firstVisit());
        if (first.scores().isEmpty() || row.status() == DialogueStatus.FAILED) {
            return;
        }
        List<GroupScored> groups = groups(first);
        for (Stage stage : Stage.values()) {
            if (row.has(stage)) {
                int before = finishedBefore(index, row, first, stage);
                tell(stage, before, groups, turns);
            }
        }
    }

    private List<GroupScored> groups(QuestionRow asked) throws IOException {
        List<GroupScored> groups = new ArrayList<>();
        List<InteractionEvent> events =
                Section.until(
                        log,
                        asked.scores().orElseThrow(),
                        event ->
                                !(event instanceof GroupScored group
                                        && group.key().equals(asked.key())));
        for (InteractionEvent event : events) {
            if (event instanceof GroupScored group && group.key().equals(asked.key())) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** Dialogues of the question before this one that gave the stage's groups a member. */
    private int finishedBefore(int index, DialogueRow row, QuestionRow first, Stage stage)
            throws IOException {
        int[] before = {0};
        rows.dialoguesFrom(
                first.firstDialogue(),
                (at, other) -> {
                    if (at >= index) {
                        return false;
                    }
                    boolean same =
                            rows.question(other.question()).firstVisit()
                                    == rows.question(row.question()).firstVisit();
                    if (same && other.has(stage) && other.status() == DialogueStatus.FINISHED) {
                        before[0]++;
                    }
                    return true;
                });
        return before[0];
    }

    private static void tell(Stage stage, int before, List<GroupScored> groups, ArrayNode turns) {
        for (GroupScored group : groups) {
            if (group.stage() != stage) {
                continue;
            }
            List<ObjectNode> own = new ArrayList<>();
            for (JsonNode turn : turns) {
                if (turn.path("stage").asText().equals(Json.name(stage))
                        && turn.path("agent").asText().equals(group.agent().value())) {
                    own.add((ObjectNode) turn);
                }
            }
            int answers = group.rewards().size() - group.internalised().size();
            for (int i = 0; i < own.size(); i++) {
                int member = before * own.size() + i;
                if (member < answers) {
                    own.get(i).set("score", score(group, member, groups));
                }
            }
        }
    }

    private static ObjectNode score(GroupScored group, int member, List<GroupScored> groups) {
        ObjectNode json = Json.object();
        float reward = group.rewards().get(member);
        json.put("reward", reward);
        json.put("answers", group.rewards().size() - group.internalised().size());
        json.put("internalised", group.internalised().size());
        json.set("own", statistics(group.rewards()));
        if (group.advantages().isEmpty()) {
            return json.put("trained", false);
        }
        json.put("trained", true);
        json.put("calibrated", group.calibrated().get(member));
        json.put("advantage", group.advantages().get(member));
        json.set("group", statistics(group.calibrated()));
        ArrayNode peers = json.putArray("peers");
        List<GroupScored> others =
                groups.stream()
                        .filter(
                                other ->
                                        other.stage() == group.stage()
                                                && !other.agent().equals(group.agent()))
                        .toList();
        for (GroupScored other : others) {
            int answers = other.rewards().size() - other.internalised().size();
            if (answers > 0) {
                ObjectNode peer = statistics(other.rewards().subList(0, answers));
                double bound = 1.0 / others.size();
                peer.put("agent", other.agent().value());
                peer.put("bound", bound);
                peer.put("term", term(reward, peer, bound));
                peers.add(peer);
            }
        }
        return json;
    }

    /** clip((R - mean) / (max - min), -bound, bound) of one peer. */
    private static double term(double reward, ObjectNode peer, double bound) {
        double away = reward - peer.path("mean").asDouble();
        double spread = peer.path("max").asDouble() - peer.path("min").asDouble();
        if (away == 0) {
            return 0;
        }
        double term = spread == 0 ? Math.signum(away) * bound : away / spread;
        return Math.clamp(term, -bound, bound);
    }

    private static ObjectNode statistics(List<Float> values) {
        double mean = values.stream().mapToDouble(Float::doubleValue).average().orElse(0);
        double squares =
                values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        double deviation = values.size() > 1 ? Math.sqrt(squares / (values.size() - 1)) : 0;
        Optional<Float> least = values.stream().min(Float::compare);
        Optional<Float> most = values.stream().max(Float::compare);
        return Json.object()
                .put("count", values.size())
                .put("mean", mean)
                .put("deviation", deviation)
                .put("min", least.orElse(0f))
                .put("max", most.orElse(0f));
    }
}
