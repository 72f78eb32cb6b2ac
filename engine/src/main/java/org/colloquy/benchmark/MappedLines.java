package org.colloquy.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.grading.AnswerText;
import org.colloquy.question.LineLayout;

/**
 * Lines whose fields have other names.
 *
 * @param names our name of a field, and the file's
 */
public record MappedLines(Map<String, String> names) implements LineLayout {

    /** What may be mapped. */
    public static final List<String> FIELDS =
            List.of("prompt", "answer", "id", "family", "level", "draw");

    public MappedLines {
        names = Map.copyOf(names);
    }

    @Override
    public JsonNode own(JsonNode line) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        for (String field : FIELDS) {
            String name = names.getOrDefault(field, field);
            boolean asked =
                    names.containsKey(field) || field.equals("prompt") || field.equals("answer");
            Optional<JsonNode> value = Optional.ofNullable(line.get(name)).filter(v -> !v.isNull());
            if (value.isEmpty() && asked) {
                throw new IllegalArgumentException(
                        "the field " + name + " is missing; it was to be the " + field);
            }
            value.ifPresent(found -> own.set(field, found));
        }
        JsonNode answer = own.get("answer");
        return answer.isTextual() ? own.put("answer", AnswerText.ofSolution(answer.asText())) : own;
    }
}
