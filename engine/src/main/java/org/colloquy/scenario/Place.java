package org.colloquy.scenario;

/**
 * Where a value was written.
 *
 * @param source the file as the user named it, or the whole {@code --set path=value}
 * @param line from 1; 0 where the source has no lines
 * @param column from 1; 0 where the source has no lines
 */
public record Place(String source, int line, int column) {

    /** A place without lines, such as an override. */
    public static Place of(String source) {
        return new Place(source, 0, 0);
    }

    /** {@code file:line:column}, or the source alone. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
