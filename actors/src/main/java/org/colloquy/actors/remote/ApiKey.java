package org.colloquy.actors.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.colloquy.scenario.OpenAiChoice.KeyFile;
import org.colloquy.scenario.OpenAiChoice.KeyPlace;
import org.colloquy.scenario.OpenAiChoice.KeyVariable;
import org.colloquy.transformer.ModelFileException;

/** An endpoint's key, which it never shows. */
final class ApiKey {

    private static final int LONGEST = 4096;
    private static final String HIDDEN = "[key]";

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * Reads a key; empty for endpoints without one.
     *
     * @throws ModelFileException naming the variable or file that holds none
     */
    static ApiKey read(Optional<KeyPlace> place, Map<String, String> environment)
            throws IOException {
        if (place.isEmpty()) {
            return new ApiKey("");
        }
        return switch (place.get()) {
            case KeyVariable variable ->
                    checked(
                            "environment variable " + variable.name(),
                            environment.getOrDefault(variable.name(), ""));
            case KeyFile file -> checked(file.path(), content(Path.of(file.path())));
        };
    }

    private static String content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFileException(file.toString(), "there is no such file with a key");
        }
        return Files.size(file) > LONGEST ? "" : Files.readString(file);
    }

    private static ApiKey checked(String where, String written) throws ModelFileException {
        String value = written.strip();
        if (!value.matches("[\\x21-\\x7E]+")) {
            throw new ModelFileException(
                    where, "holds no key; it must be one word of printable characters");
        }
        return new ApiKey(value);
    }

    boolean isThere() {
        return !value.isEmpty();
    }

    /** For the one header that needs it. */
    String secret() {
        return value;
    }

    /** A text without the key, if an endpoint repeats it. */
    String hiddenIn(String text) {
        return isThere() ? text.replace(value, HIDDEN) : text;
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
