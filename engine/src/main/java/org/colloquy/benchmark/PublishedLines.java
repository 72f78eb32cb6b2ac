package org.colloquy.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.grading.AnswerText;
import org.colloquy.question.LineLayout;

/**
 * Lines as benchmarks are published: an answer is the field itself, or what stands behind {@code
 * ####} or in {@code \boxed{}} of a worked solution; a level is a whole number, or "Level 3".
 *
 * @param family of questions whose line names none
 * @param prompts names of the field that asks, the first that a line has
 * @param answers names of the field that answers, likewise
 * @param families names of the field that names the kind of question, likewise
 */
record PublishedLines(
        String family, List<String> prompts, List<String> answers, List<String> families)
        implements LineLayout {

    private static final List<String> IDS = List.of("unique_id", "task_id", "id", "idx", "ID");
    private static final int MAX_LABEL = 60;

    @Override
    public JsonNode own(JsonNode line) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        String context = first(line, List.of("context")).map(JsonNode::asText).orElse("");
        String prompt = needed(line, prompts, "asks").asText();
        own.put("prompt", context.isBlank() ? prompt : context + "\n" + prompt);
        own.put("answer", answer(needed(line, answers, "answers")));
        first(line, IDS).map(JsonNode::asText).ifPresent(id -> own.put("id", family + "-" + id));
        own.put(
                "family",
                first(line, families)
                        .map(name -> family + "-" + label(name.asText()))
                        .orElse(family));
        first(line, List.of("level"))
                .flatMap(PublishedLines::level)
                .ifPresent(l -> own.put("level", l));
        Optional.ofNullable(line.get("draw")).ifPresent(draw -> own.set("draw", draw));
        return own;
    }

    private static String label(String name) {
        String label =
                name.strip().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return label.length() <= MAX_LABEL ? label : label.substring(0, MAX_LABEL);
    }

    private static Optional<JsonNode> first(JsonNode line, List<String> names) {
        return names.stream().filter(line::hasNonNull).map(line::get).findFirst();
    }

    private JsonNode needed(JsonNode line, List<String> names, String does) {
        return first(line, names)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no field of %s that %s: %s; check the format, or name the fields"
                                                .formatted(
                                                        family, does, String.join(" or ", names))));
    }

    private static String answer(JsonNode field) {
        if (field.isArray()) {
            List<String> all = new ArrayList<>();
            field.forEach(each -> all.add(answer(each)));
            return String.join(", ", all);
        }
        if (field.isFloatingPointNumber()) {
            BigDecimal value = field.decimalValue().stripTrailingZeros();
            return value.toPlainString();
        }
        return AnswerText.ofSolution(field.asText());
    }

    private static Optional<Integer> level(JsonNode field) {
        String digits = field.asText().replaceFirst("^Level ", "").strip();
        return digits.matches("[0-9]{1,2}")
                ? Optional.of(Integer.parseInt(digits))
                : Optional.empty();
    }
}
