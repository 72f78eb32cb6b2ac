package org.colloquy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.log.InteractionEvent.Evaluated;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.Recorded;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.rollout.Scores;
import org.colloquy.scenario.Training;

/**
 * Scores an iteration's answers again and checks what stands at its end. What only the weights know
 * - losses, the new weights' digest, right answers in an evaluation - is taken as it is.
 */
final class LearningAudit implements Audit {

    private final RunFacts facts;
    private final VisitOrder visits;
    private Optional<Scores> scores = Optional.empty();
    private List<GroupScored> groups = List.of();
    private int checked;
    private final List<String> updated = new ArrayList<>();
    private boolean evaluated;

    LearningAudit(RunFacts facts, VisitOrder visits) {
        this.facts = facts;
        this.visits = visits;
    }

    @Override
    public Optional<Difference> check(Recorded record) {
        long seq = record.seq();
        return switch (record.event()) {
            case GroupScored scored -> checkGroup(seq, scored);
            case PolicyUpdated update -> checkUpdate(seq, update);
            case SoloEvaluated told -> checkEvaluation(seq, told);
            case IterationEnded ended -> checkEnd(seq, ended);
            default -> throw new IllegalArgumentException("no event of learning: " + record);
        };
    }

    /** Before an iteration's first question: complains of an evaluation that is missing. */
    Optional<Difference> checkBegun(long seq) {
        boolean due = visits.iteration() == 0 && due(0);
        boolean told = evaluated;
        evaluated = false;
        return Difference.ofCount(seq, "evaluations", told ? 1 : 0, due ? 1 : 0);
    }

    private Optional<Difference> checkGroup(long seq, GroupScored scored) {
        score();
        if (checked == groups.size()) {
            return Optional.of(
                    new Difference(
                            seq, "key", scored.key() + " by " + scored.agent(), "no such group"));
        }
        return FieldComparison.of(seq, scored, groups.get(checked++));
    }

    private Scores score() {
        if (scores.isEmpty()) {
            scores = Optional.of(visits.score());
            groups = scores.get().events();
        }
        return scores.get();
    }

    private Optional<Difference> checkUpdate(long seq, PolicyUpdated update) {
        Scores found = score();
        List<String> policies = rules().policies();
        if (checked < groups.size()) {
            return Difference.ofCount(seq, "groups before it", checked, groups.size());
        }
        if (updated.size() == policies.size()) {
            return Optional.of(new Difference(seq, "policy", update.policy(), "none"));
        }
        String policy = policies.get(updated.size());
        updated.add(policy);
        return FieldComparison.of(seq, update, recomputed(update, policy, found.summary(policy)));
    }

    private PolicyUpdated recomputed(PolicyUpdated update, String policy, Scores.Summary summary) {
        return new PolicyUpdated(
                visits.iteration(),
                policy,
                update.loss(),
                summary.rewardMean(),
                update.kl(),
                update.entropy(),
                update.clippedLow(),
                update.clippedHigh(),
                update.clippedDual(),
                update.gradientNorm(),
                update.ratioMin(),
                update.ratioMax(),
                update.learningRate(),
                update.tokens(),
                update.trajectories(),
                update.internalised(),
                summary.groups(),
                update.zeroSpreadGroups(),
                summary.completionTokens().orElse(update.completionTokens()),
                summary.truncatedShare(),
                update.updates(),
                update.weights());
    }

    private Optional<Difference> checkEvaluation(long seq, SoloEvaluated told) {
        evaluated = true;
        int version = visits.atStart() ? 0 : visits.iteration() + 1;
        if (!due(version)) {
            return Optional.of(new Difference(seq, "version", told.version() + "", "none is due"));
        }
        int asked = training().evaluation().questions();
        List<Evaluated> agents = new ArrayList<>();
        for (int agent = 0; agent < facts.cast().size(); agent++) {
            int right = agent < told.agents().size() ? told.agents().get(agent).right() : 0;
            agents.add(new Evaluated(facts.cast().get(agent), Math.clamp(right, 0, asked), asked));
        }
        return FieldComparison.of(seq, told, new SoloEvaluated(version, agents));
    }

    private Optional<Difference> checkEnd(long seq, IterationEnded ended) {
        int due = due(visits.iteration() + 1) ? 1 : 0;
        Optional<Difference> difference =
                Difference.ofCount(seq, "policies", updated.size(), rules().policies().size())
                        .or(() -> Difference.ofCount(seq, "evaluations", evaluated ? 1 : 0, due))
                        .or(
                                () ->
                                        FieldComparison.of(
                                                seq,
                                                ended,
                                                new IterationEnded(visits.iteration())));
        scores = Optional.empty();
        groups = List.of();
        checked = 0;
        updated.clear();
        evaluated = false;
        return difference;
    }

    private boolean due(int version) {
        Training.Evaluation rule = training().evaluation();
        boolean inTurn = rule.every() > 0 && version % rule.every() == 0;
        return rule.questions() > 0
                && (version == 0 || version == training().iterations() || inTurn);
    }

    private Training training() {
        return rules().training();
    }

    private RolloutRules rules() {
        return facts.rules();
    }
}
