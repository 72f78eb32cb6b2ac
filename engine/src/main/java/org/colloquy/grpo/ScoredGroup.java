package org.colloquy.grpo;

/** A group with its advantages, ready to be learned from. */
public record ScoredGroup(Group group, GroupAdvantages advantages) {

    public ScoredGroup {
        int members = group.sampled().size() + group.internalised().size();
        if (advantages.advantages().length != members) {
            throw new IllegalArgumentException(
                    "a group of %d answers has %d advantages"
                            .formatted(members, advantages.advantages().length));
        }
    }
}
