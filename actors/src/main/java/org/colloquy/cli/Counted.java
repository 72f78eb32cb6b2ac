package org.colloquy.cli;

/** A number with its noun. */
final class Counted {

    private Counted() {}

    /** Such as {@code 1 agent} or {@code 12 agents}. */
    static String of(long count, String noun) {
        return count + " " + (count == 1 ? noun : noun + "s");
    }
}
