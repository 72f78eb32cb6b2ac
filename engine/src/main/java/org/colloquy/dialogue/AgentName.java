package org.colloquy.dialogue;

import java.util.regex.Pattern;

/** An agent's name: lower case letters, digits, - and _, at most 32, a letter first. */
public record AgentName(String value) implements Comparable<AgentName> {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    public AgentName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "agent name '" + value + "' must match " + FORM.pattern());
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(AgentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
