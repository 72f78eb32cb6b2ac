package org.colloquy.grpo;

import org.colloquy.tensor.PolicyRule;

/** Schulman's estimators of KL(policy, reference), with d the difference of log-probabilities. */
public enum KlEstimator {
    /** d: unbiased, of high variance; as a loss its gradient says nothing of the reference. */
    K1,
    /** d^2 / 2: biased, of low variance, with the right gradient. */
    K2,
    /** exp(-d) - 1 + d: unbiased, of low variance; GRPO's own. */
    K3;

    PolicyRule.KlEstimator rule() {
        return switch (this) {
            case K1 -> PolicyRule.KlEstimator.K1;
            case K2 -> PolicyRule.KlEstimator.K2;
            case K3 -> PolicyRule.KlEstimator.K3;
        };
    }
}
