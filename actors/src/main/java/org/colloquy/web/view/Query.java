package org.colloquy.web.view;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The parameters of a request; the last of a name counts. */
public record Query(Map<String, String> parameters) {

    public Query {
        parameters = Map.copyOf(parameters);
    }

    /** A parameter that is there and not empty. */
    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /**
     * @throws RefusedException if it is missing
     */
    public String need(String name) {
        return text(name)
                .orElseThrow(
                        () -> RefusedException.badRequest("the parameter " + name + " is missing"));
    }

    /**
     * @throws RefusedException if it is no whole number from 0
     */
    OptionalInt number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("\\d{1,9}")) {
            throw RefusedException.badRequest(name + " must be a whole number from 0");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    int number(String name, int otherwise, int most) {
        return Math.min(number(name).orElse(otherwise), most);
    }
}
