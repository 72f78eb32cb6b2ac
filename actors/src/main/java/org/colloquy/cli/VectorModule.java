package org.colloquy.cli;

/**
 * Makes the Vector API visible without the JVM's line about incubator modules.
 *
 * <p>With {@code --add-modules} the JVM prints a warning for every incubating module that it
 * resolves at start-up, and cannot use its archived module graph. So the launcher starts it without
 * that option, and this class asks the module system for the module as instrumentation agents do;
 * {@code jdk.internal.module} is exported to us by the {@code Add-Exports} line of our jar's
 * manifest. Where the module is there already, as in tests, nothing is done.
 */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /**
     * Call once, before any class that uses the Vector API is loaded.
     *
     * @throws IllegalStateException if this JVM does not have the module or does not let us at it
     */
    static void resolve() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return;
        }
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This JVM ("
                            + Runtime.version()
                            + ") does not give us "
                            + NAME
                            + "; start Colloquy with ./colloquy, or with java --add-modules "
                            + NAME,
                    e);
        }
    }
}
