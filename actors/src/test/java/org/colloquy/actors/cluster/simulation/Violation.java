package org.colloquy.actors.cluster.simulation;

/** Something that must never be was. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }
}
