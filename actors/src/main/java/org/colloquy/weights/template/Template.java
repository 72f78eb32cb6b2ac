package org.colloquy.weights.template;

import java.util.List;
import java.util.Map;

/**
 * A chat template in the part of Jinja that such templates use: text, {@code if}, {@code for},
 * {@code set} (also of a {@code namespace}'s attributes), expressions with Python's operators,
 * slices, the usual filters, tests and string methods, and {@code raise_exception}. Macros,
 * imports, tuples and everything else are refused when the template is read; unknown filters, tests
 * and methods when they are reached. There is no clock in it, so that rendering is pure.
 */
public final class Template {

    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException naming the line of what is not understood
     */
    public static Template of(String source) throws TemplateException {
        return new Template(List.copyOf(Parser.parse(source)));
    }

    /**
     * Renders with these names: texts, numbers, truths, lists and maps of them.
     *
     * @throws TemplateException if the template raises one itself, or cannot go on
     */
    public String render(Map<String, Object> names) throws TemplateException {
        Scope scope = new Scope(names);
        new Renderer().render(nodes, scope);
        return scope.output();
    }
}
