package org.colloquy.dialogue;

/** What a turn does. SHARE, ANALYSE and FUSE are Idea3's three; REVISE is a round of debate. */
public enum Stage {
    SHARE,
    ANALYSE,
    FUSE,
    REVISE
}
