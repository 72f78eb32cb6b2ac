package org.colloquy.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.QuestionKey;
import org.colloquy.replay.Rescoring.Row;
import org.colloquy.replay.Rescoring.Worth;

/** Counts groups by stage and agent under two sets of rules, and compares their advantages. */
final class GroupTallies {

    private record Place(Stage stage, AgentName agent) {}

    private record Group(QuestionKey key, Stage stage, AgentName agent) {}

    private static final class Sums {
        private int groups;
        private int withoutSpread;
        private int answers;
        private double rewards;
        private int internalised;

        private void add(GroupScored scored) {
            int own = own(scored);
            groups++;
            float first = scored.rewards().getFirst();
            withoutSpread += scored.rewards().stream().allMatch(each -> each == first) ? 1 : 0;
            answers += own;
            internalised += scored.internalised().size();
            for (float reward : scored.rewards().subList(0, own)) {
                rewards += reward;
            }
        }

        private Worth worth() {
            return new Worth(
                    groups, withoutSpread, answers, rewards / Math.max(1, answers), internalised);
        }
    }

    private static final class Comparison {
        private final Sums recorded = new Sums();
        private final Sums changed = new Sums();
        private int advantages;
        private int signChanges;

        private void compare(float before, float after) {
            advantages++;
            signChanges += Math.signum(before) == Math.signum(after) ? 0 : 1;
        }
    }

    private final Map<Place, Comparison> comparisons = new HashMap<>();

    private static int own(GroupScored scored) {
        return scored.rewards().size() - scored.internalised().size();
    }

    /** Takes the groups of the same dialogues under either rules. */
    void add(List<GroupScored> recorded, List<GroupScored> changed) {
        Map<Group, GroupScored> before = new HashMap<>();
        for (GroupScored scored : recorded) {
            before.put(new Group(scored.key(), scored.stage(), scored.agent()), scored);
            of(scored).recorded.add(scored);
        }
        for (GroupScored scored : changed) {
            of(scored).changed.add(scored);
            Group group = new Group(scored.key(), scored.stage(), scored.agent());
            Optional.ofNullable(before.get(group)).ifPresent(other -> compare(other, scored));
        }
    }

    private void compare(GroupScored recorded, GroupScored changed) {
        if (recorded.advantages().isEmpty() || changed.advantages().isEmpty()) {
            return;
        }
        Comparison comparison = of(changed);
        int own = own(changed);
        for (int i = 0; i < own; i++) {
            comparison.compare(recorded.advantages().get(i), changed.advantages().get(i));
        }
        List<TurnId> taken = new ArrayList<>(recorded.internalised());
        for (int i = 0; i < changed.internalised().size(); i++) {
            int place = taken.indexOf(changed.internalised().get(i));
            if (place >= 0) {
                comparison.compare(
                        recorded.advantages().get(own + place), changed.advantages().get(own + i));
            }
        }
    }

    private Comparison of(GroupScored scored) {
        return comparisons.computeIfAbsent(
                new Place(scored.stage(), scored.agent()), place -> new Comparison());
    }

    /** The counts of a stage and agent, if there were any groups. */
    Optional<Row> row(Stage stage, AgentName agent) {
        return Optional.ofNullable(comparisons.get(new Place(stage, agent)))
                .map(
                        found ->
                                new Row(
                                        agent,
                                        stage,
                                        found.recorded.worth(),
                                        found.changed.worth(),
                                        found.advantages,
                                        found.signChanges));
    }
}
