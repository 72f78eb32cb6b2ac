package org.colloquy.cli;

/**
 * The few colours of the command line, or none of them.
 *
 * @param on whether escapes are written at all
 */
record Palette(boolean on) {

    /** Told apart on dark and light grounds, also without red against green. */
    private static final int[] AGENTS = {36, 35, 34, 33, 96, 95, 94, 93};

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    /** The colour of the cast's {@code index}-th agent, in bold. */
    String agent(int index, String text) {
        return paint("1;" + AGENTS[Math.floorMod(index, AGENTS.length)], text);
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
