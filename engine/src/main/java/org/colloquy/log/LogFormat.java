package org.colloquy.log;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The two forms of a log file, told apart by the file's name. */
public enum LogFormat {
    /** JSON Lines: one object a line. */
    JSONL("interactions.jsonl", ".jsonl"),
    /** Length-prefixed binary records by Kryo. */
    KRYO("interactions.klog", ".klog");

    private final String fileName;
    private final String suffix;

    LogFormat(String fileName, String suffix) {
        this.fileName = fileName;
        this.suffix = suffix;
    }

    /** The log's name in a run directory. */
    public String fileName() {
        return fileName;
    }

    /**
     * The format of a log of this name.
     *
     * @throws IllegalArgumentException if the name ends in neither suffix
     */
    public static LogFormat of(Path file) {
        String name = String.valueOf(file.getFileName());
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.suffix))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        file
                                                + ": a log's name ends in "
                                                + Arrays.stream(values())
                                                        .map(format -> format.suffix)
                                                        .collect(Collectors.joining(" or "))));
    }
}
