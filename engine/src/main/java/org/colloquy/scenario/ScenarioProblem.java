package org.colloquy.scenario;

/**
 * One mistake in a scenario.
 *
 * @param file the file as the user named it, or the whole {@code --set path=value}
 * @param line from 1; 0 where there are no lines
 * @param column from 1; 0 where there are no lines
 * @param reason what is wrong, with the offending value
 * @param hint what to do; empty where the reason says it
 */
public record ScenarioProblem(String file, int line, int column, String reason, String hint) {

    static ScenarioProblem at(Place place, String reason, String hint) {
        return new ScenarioProblem(place.source(), place.line(), place.column(), reason, hint);
    }

    /** {@code file:line:column: reason; hint}, on one line. */
    @Override
    public String toString() {
        String text = new Place(file, line, column) + ": " + reason;
        return hint.isEmpty() ? text : text + "; " + hint;
    }
}
