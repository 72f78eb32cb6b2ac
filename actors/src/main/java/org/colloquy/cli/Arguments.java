package org.colloquy.cli;

/** Checks of numbers on the command line. */
final class Arguments {

    private Arguments() {}

    /**
     * @throws CommandFailure if the option's value is below the least that makes sense
     */
    static void atLeast(int least, int value, String option) {
        if (value < least) {
            throw CommandFailure.badUsage(
                    option + " is " + value, "give a whole number of at least " + least);
        }
    }
}
