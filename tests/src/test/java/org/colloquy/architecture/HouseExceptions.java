package org.colloquy.architecture;

import java.util.Map;

/**
 * Every exception to a rule of the house, with its reason; this list is the only place for one.
 *
 * <p>Keys are paths from the repository root, or class names where the rule reads class files. An
 * exception that no longer excuses anything fails its test, so the list cannot grow stale.
 */
final class HouseExceptions {
    /** Files over {@link HouseStyleTest#MAX_FILE_LINES} lines. */
    static final Map<String, String> LONG_FILES =
            Map.of(
                    "engine/src/main/java/org/colloquy/tensor/RowBlock.java",
                    "a kernel written out row by row: the compiler keeps only locals in registers");

    /** Methods of {@link HouseStyleTest#MAX_METHOD_LINES} lines and more, as {@code path#name}. */
    static final Map<String, String> LONG_METHODS =
            Map.of(
                    "engine/src/main/java/org/colloquy/tensor/RowBlock.java#rows12",
                    "twelve rows, each a local of its own",
                    "engine/src/main/java/org/colloquy/tensor/RowBlock.java#rows8",
                    "eight rows, each a local of its own");

    /** Public classes that are neither final nor sealed nor abstract. */
    static final Map<String, String> OPEN_CLASSES = Map.of();

    /** Engine classes that may read a clock or a generator that is not a function of the seed. */
    static final Map<String, String> UNREPEATABLE =
            Map.of(
                    "org.colloquy.tensor.Workers",
                    "an idle worker watches the clock for the next job; no result depends on it");

    private HouseExceptions() {}
}
