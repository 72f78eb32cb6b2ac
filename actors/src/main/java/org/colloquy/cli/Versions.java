package org.colloquy.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version line: this build's version, from the jar's manifest, and the JVM it runs on. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"colloquy " + colloquy() + " (Java " + Runtime.version() + ")"};
    }

    /** The version of this build, or {@code development} when it does not run from its jar. */
    static String colloquy() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
