package org.colloquy.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema of scenario files (draft 2020-12), for editors and other tools. */
public final class ScenarioSchema {

    private static final String RESOURCE = "scenario.schema.json";

    private ScenarioSchema() {}

    public static String text() {
        try (InputStream in =
                Objects.requireNonNull(
                        ScenarioSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
