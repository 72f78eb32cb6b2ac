package org.colloquy.dialogue;

/** How the participants of a dialogue meet: as colleagues or as rivals. */
public enum Mode {
    COOPERATE,
    COMPETE
}
