package org.colloquy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.IVersionProvider;

/** The versions that the build wrote down, of Colloquy and of its parts. */
final class Versions implements IVersionProvider {

    private static final String RESOURCE = "versions.properties";

    @Override
    public String[] getVersion() {
        return new String[] {"colloquy " + colloquy() + " (Java " + Runtime.version() + ")"};
    }

    static String colloquy() {
        return read().getProperty("colloquy", "unknown");
    }

    /** Name to version, sorted by name, Colloquy itself left out. */
    static SortedMap<String, String> parts() {
        SortedMap<String, String> parts = new TreeMap<>();
        read().forEach((name, version) -> parts.put(name.toString(), version.toString()));
        parts.remove("colloquy");
        return parts;
    }

    private static Properties read() {
        Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing; build again");
            }
            versions.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return versions;
    }
}
