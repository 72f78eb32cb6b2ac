package org.colloquy.weights.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs statements. A template has no unbounded loop; the rounds of all its loops are bounded. */
final class Renderer {

    private static final int MOST_ROUNDS = 100_000;

    private final Evaluator evaluator = new Evaluator();
    private int rounds;

    void render(List<Node> nodes, Scope scope) throws TemplateException {
        for (Node node : nodes) {
            switch (node) {
                case Node.Data data -> scope.print(0, data.text());
                case Node.Print print -> {
                    Object value = evaluator.value(print.value(), scope);
                    scope.print(print.line(), Values.text(value));
                }
                case Node.Assign assign -> assign(assign, scope);
                case Node.Choice choice -> {
                    boolean holds = Values.isTrue(evaluator.value(choice.condition(), scope));
                    render(holds ? choice.then() : choice.otherwise(), scope);
                }
                case Node.Loop loop -> loop(loop, scope);
            }
        }
    }

    private void assign(Node.Assign assign, Scope scope) throws TemplateException {
        Object value = evaluator.value(assign.value(), scope);
        if (assign.attribute().isEmpty()) {
            scope.set(assign.name(), value);
        } else if (scope.value(assign.name()) instanceof Namespace namespace) {
            namespace.attributes().put(assign.attribute().get(), value);
        } else {
            throw new TemplateException(assign.line(), assign.name() + " is no namespace");
        }
    }

    private void loop(Node.Loop loop, Scope scope) throws TemplateException {
        List<Object> items = Values.items(evaluator.value(loop.over(), scope), loop.line());
        if (items.isEmpty()) {
            render(loop.empty(), scope);
        }
        for (int i = 0; i < items.size(); i++) {
            if (++rounds > MOST_ROUNDS) {
                throw new TemplateException(loop.line(), "more than 100000 rounds of loops");
            }
            Scope inner = scope.inner();
            name(loop, items.get(i), inner);
            inner.set("loop", state(i, items));
            render(loop.body(), inner);
        }
    }

    private static void name(Node.Loop loop, Object item, Scope scope) throws TemplateException {
        if (loop.names().size() == 1) {
            scope.set(loop.names().getFirst(), item);
            return;
        }
        List<Object> parts = Values.items(item, loop.line());
        if (parts.size() != loop.names().size()) {
            throw new TemplateException(
                    loop.line(),
                    "%d values for %d names".formatted(parts.size(), loop.names().size()));
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.set(loop.names().get(i), parts.get(i));
        }
    }

    private static Map<String, Object> state(int i, List<Object> items) {
        Map<String, Object> state = new HashMap<>();
        state.put("index0", (long) i);
        state.put("index", i + 1L);
        state.put("revindex0", items.size() - 1L - i);
        state.put("revindex", (long) items.size() - i);
        state.put("length", (long) items.size());
        state.put("first", i == 0);
        state.put("last", i == items.size() - 1);
        if (i > 0) {
            state.put("previtem", items.get(i - 1));
        }
        if (i + 1 < items.size()) {
            state.put("nextitem", items.get(i + 1));
        }
        return state;
    }
}
