package org.colloquy.weights.template;

import java.util.List;
import java.util.Optional;

/** A template's statements. */
sealed interface Node {

    record Data(String text) implements Node {}

    record Print(Expression value, int line) implements Node {}

    /**
     * @param attribute of a namespace, as in {@code set ns.found = true}
     */
    record Assign(String name, Optional<String> attribute, Expression value, int line)
            implements Node {}

    record Choice(Expression condition, List<Node> then, List<Node> otherwise, int line)
            implements Node {}

    record Loop(List<String> names, Expression over, List<Node> body, List<Node> empty, int line)
            implements Node {}
}
