package org.colloquy.grpo;

/**
 * The rewards of one agent's answers to one question.
 *
 * @param sampled its own, by sample
 * @param internalised those it takes over from others; they count in no peer's calibration
 */
public record GroupRewards(float[] sampled, float[] internalised) {

    public GroupRewards {
        sampled = sampled.clone();
        internalised = internalised.clone();
    }

    /** Own answers only. */
    public static GroupRewards of(float... sampled) {
        return new GroupRewards(sampled, new float[0]);
    }

    int members() {
        return sampled.length + internalised.length;
    }
}
