package org.colloquy.cli;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.colloquy.log.InteractionEvent.PolicyUpdated;

/** The policies that could learn nothing so far, because the rewards differed in no group. */
final class IdlePolicies {

    /** Iterations after which it is worth a warning. */
    static final int PATIENCE = 3;

    private static final String ADVICE =
            "; change the questions' levels, raise train.group-size or train.rewards.step-credit,"
                    + " or let it take over peers' right ideas (train.internalise)";

    private final TreeSet<String> idle = new TreeSet<>();
    private int iterations;
    private boolean told;

    /** Takes an iteration's updates. */
    void accept(List<PolicyUpdated> policies) {
        for (PolicyUpdated policy : policies) {
            boolean differed = policy.groups() > policy.zeroSpreadGroups();
            if (iterations == 0 && !differed) {
                idle.add(policy.policy());
            } else if (differed) {
                idle.remove(policy.policy());
            }
        }
        iterations++;
    }

    /** What there is to warn of while the run goes on; once. */
    Optional<String> news() {
        if (told || idle.isEmpty() || iterations < PATIENCE) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(
                "in %s the rewards of %s never differed within a group, so nothing was learned%s"
                        .formatted(
                                Counted.of(iterations, "iteration"),
                                idle.stream().collect(Collectors.joining(" and of ")),
                                ADVICE));
    }

    /** One sentence for each policy that learned nothing in the whole run. */
    List<String> whole() {
        return idle.stream()
                .map(
                        policy ->
                                "the rewards of %s never differed within a group, so it learned nothing%s"
                                        .formatted(policy, ADVICE))
                .toList();
    }
}
