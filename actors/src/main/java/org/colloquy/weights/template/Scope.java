package org.colloquy.weights.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names and their values while a template is rendered. A loop's body has a scope of its own, which
 * ends with the round, as in Jinja. The value of Python's None is {@link Optional#empty}.
 */
final class Scope {

    private static final int MOST_CHARACTERS = 1 << 24;

    private final Map<String, Object> values = new HashMap<>();
    private final Optional<Scope> outer;
    private final StringBuilder output;

    Scope(Map<String, Object> values) {
        this.values.putAll(values);
        outer = Optional.empty();
        output = new StringBuilder();
    }

    private Scope(Scope outer) {
        this.outer = Optional.of(outer);
        output = outer.output;
    }

    Scope inner() {
        return new Scope(this);
    }

    Object value(String name) {
        Object own = values.get(name);
        if (own != null) {
            return own;
        }
        return outer.isPresent() ? outer.get().value(name) : new Undefined(name);
    }

    void set(String name, Object value) {
        values.put(name, value);
    }

    void print(int line, String text) throws TemplateException {
        if (output.length() + text.length() > MOST_CHARACTERS) {
            throw new TemplateException(line, "the prompt is longer than 16 million characters");
        }
        output.append(text);
    }

    String output() {
        return output.toString();
    }
}
