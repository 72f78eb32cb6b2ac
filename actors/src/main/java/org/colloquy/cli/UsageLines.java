package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.colloquy.actors.remote.Spending;

/** What the models behind endpoints took, for the end of a run. */
final class UsageLines {

    private UsageLines() {}

    /** One line for each model that was asked. */
    static List<String> of(Spending spending) {
        List<String> lines = new ArrayList<>();
        spending.usage()
                .forEach(
                        (choice, usage) ->
                                lines.add(
                                        String.format(
                                                Locale.ROOT,
                                                "usage   %s: %s%s%s, %d + %d tokens%s",
                                                choice.model(),
                                                Counted.of(
                                                        Math.toIntExact(usage.requests()),
                                                        "request"),
                                                told(usage.cached(), " from the cache"),
                                                told(usage.retries(), " tried again"),
                                                usage.promptTokens(),
                                                usage.completionTokens(),
                                                price(usage.cost(choice.price())))));
        return lines;
    }

    private static String told(long count, String what) {
        return count == 0 ? "" : ", " + count + what;
    }

    private static String price(double cost) {
        return cost == 0 ? "" : String.format(Locale.ROOT, ", cost %.4f", cost);
    }

    /** The same as JSON; empty where no model behind an endpoint was asked. */
    static ArrayNode json(Spending spending) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        spending.usage()
                .forEach(
                        (choice, took) ->
                                list.addObject()
                                        .put("model", choice.model())
                                        .put("baseUrl", choice.baseUrl())
                                        .put("requests", took.requests())
                                        .put("cached", took.cached())
                                        .put("retries", took.retries())
                                        .put("promptTokens", took.promptTokens())
                                        .put("completionTokens", took.completionTokens())
                                        .put("cost", took.cost(choice.price())));
        return list;
    }
}
