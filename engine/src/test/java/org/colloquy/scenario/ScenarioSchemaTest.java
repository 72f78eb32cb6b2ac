package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.colloquy.pretrain.PretrainingReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema and the reader say the same of keys, ranges, names and defaults. */
class ScenarioSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private final JsonNode tree = parse(ScenarioSchema.text());
    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);
    private final SortedMap<String, List<JsonNode>> leaves = new TreeMap<>();

    @TempDir private Path folder;
    private Path simulated = Path.of("");
    private Path transformer = Path.of("");
    private Path recipe = Path.of("");
    private Path learning = Path.of("");
    private Path endpoint = Path.of("");
    private Path recorded = Path.of("");
    private Path gguf = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        walk(tree, "");
        simulated =
                Files.writeString(
                        folder.resolve("simulated.yaml"),
                        """
                        name: simulated
                        agents:
                          - {name: a, model: {provider: simulated}}
                          - {name: b, copies: 2, model: {provider: simulated}}
                        questions: {source: arithmetic}
                        """);
        Files.writeString(folder.resolve("q.jsonl"), "{\"prompt\": \"1 + 1\", \"answer\": 2}");
        transformer =
                Files.writeString(
                        folder.resolve("transformer.yaml"),
                        """
                        name: transformer
                        agents:
                          - {name: a, model: {provider: transformer, weights: builtin:ada}}
                          - {name: b, model: {provider: simulated}}
                        questions: {source: file, path: q.jsonl}
                        """);
        endpoint =
                Files.writeString(
                        folder.resolve("endpoint.yaml"),
                        """
                        name: endpoint
                        agents:
                          - {name: a, model: {provider: openai, base-url: "http://localhost/v1", model: m}}
                          - {name: b, model: {provider: simulated}}
                        questions: {source: arithmetic}
                        """);
        recorded =
                Files.writeString(
                        folder.resolve("recorded.yaml"),
                        """
                        name: recorded
                        agents:
                          - {name: a, model: {provider: recorded, path: q.jsonl}}
                          - {name: b, model: {provider: simulated}}
                        questions: {source: arithmetic}
                        """);
        gguf =
                Files.writeString(
                        folder.resolve("gguf.yaml"),
                        Files.readString(recorded).replace("recorded, path", "llama.cpp, file"));
        learning =
                Files.writeString(
                        folder.resolve("learning.yaml"),
                        Files.readString(simulated) + "train: {}\n");
        recipe =
                Files.writeString(folder.resolve("recipe.yaml"), "name: r\npretrain: {steps: 900}");
    }

    @Test
    void bothKnowTheSameKeys() {
        SortedSet<String> asked = new TreeSet<>();
        for (List<String> overrides :
                List.of(
                        List.<String>of(),
                        List.of("interaction.mode.ratio=1", "interaction.hears.random=1"))) {
            for (Path base : List.of(simulated, transformer, learning, endpoint, recorded, gguf)) {
                ScenarioFile file = ScenarioFile.open(base, overrides);
                ScenarioReader.bind(file);
                asked.addAll(file.binder().keys());
            }
        }
        ScenarioFile pretraining = ScenarioFile.open(recipe, List.of());
        PretrainingReader.bind(pretraining);
        asked.addAll(pretraining.binder().keys());
        assertEquals(new TreeSet<>(leaves.keySet()), asked);
    }

    @Test
    void bothRefuseAndTakeTheSameValues() {
        int tried = 0;
        for (String path : leaves.keySet()) {
            for (String value : candidates(leaves.get(path))) {
                List<String> overrides = List.of(path.replace("[]", "[0]") + "=" + value);
                ScenarioFile file = ScenarioFile.open(base(path), overrides);
                boolean valid = schema.validate(json(file.root())).isEmpty();
                List<String> problems = problems(file);
                if (valid) {
                    String misfit = ".*(out of range|, not an? |not known|unknown key).*";
                    assertTrue(
                            problems.stream().noneMatch(problem -> problem.matches(misfit)),
                            () -> "the schema takes " + overrides + ", the reader: " + problems);
                } else {
                    assertFalse(
                            problems.isEmpty(),
                            () -> "the reader takes " + overrides + ", the schema does not");
                }
                tried++;
            }
        }
        assertTrue(tried > 150, "tried " + tried);
    }

    @Test
    void bothHaveTheSameDefaults() {
        int defaults = 0;
        for (String path : leaves.keySet()) {
            for (JsonNode leaf : leaves.get(path)) {
                if (leaf.has("default") && !path.equals("pretrain.steps")) {
                    Path base = base(path);
                    String override = path.replace("[]", "[0]") + "=" + leaf.get("default");
                    assertEquals(
                            bind(ScenarioFile.open(base, List.of())),
                            bind(ScenarioFile.open(base, List.of(override))),
                            override);
                    defaults++;
                }
            }
        }
        assertTrue(defaults > 20, "defaults " + defaults);
    }

    @Test
    void everyKeyIsDescribedHereAndInTheReference() throws IOException {
        String reference = Files.readString(REPOSITORY.resolve("docs/scenarios.md"));
        leaves.forEach(
                (path, nodes) -> {
                    String key = path.substring(path.lastIndexOf('.') + 1);
                    assertTrue(reference.contains("`" + key + "`"), key + " is not in the docs");
                    nodes.forEach(
                            node -> assertTrue(node.has("description"), path + " undescribed"));
                });
    }

    @Test
    void everyShippedScenarioIsValidAndReads() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("scenarios"))) {
            List<Path> shipped = files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertTrue(shipped.size() >= 9, "shipped: " + shipped);
            for (Path file : shipped) {
                JsonNode document = json(ScenarioFile.open(file, List.of()).root());
                assertEquals(List.of(), List.copyOf(schema.validate(document)), file.toString());
                Scenario scenario = ScenarioReader.read(file);
                assertEquals(file.getFileName().toString(), scenario.name() + ".yaml");
                JsonNode resolved = ResolvedScenario.tree(scenario);
                assertEquals(List.of(), List.copyOf(schema.validate(resolved)), file.toString());
            }
        }
    }

    @Test
    void everyShippedRecipeIsValid() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("scenarios/pretrain"))) {
            for (Path file : files.toList()) {
                ScenarioFile recipe = ScenarioFile.open(file, List.of());
                PretrainingReader.bind(recipe);
                JsonNode document = json(recipe.root());
                assertEquals(List.of(), List.copyOf(schema.validate(document)), file.toString());
            }
        }
    }

    private void walk(JsonNode node, String path) {
        if (node.has("$ref")) {
            walk(tree.at(node.get("$ref").asText().substring(1)), path);
        }
        for (JsonNode branch : node.path("oneOf")) {
            walk(branch, path);
        }
        for (String keyword : List.of("then", "else")) {
            if (node.has(keyword)) {
                walk(node.get(keyword), path);
            }
        }
        if (node.path("items").has("$ref")) {
            walk(node.get("items"), path + "[]");
        }
        for (var property : node.path("properties").properties()) {
            String below = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            JsonNode value = property.getValue();
            JsonNode described =
                    value.has("$ref") ? tree.at(value.get("$ref").asText().substring(1)) : value;
            leaves.computeIfAbsent(below, key -> new ArrayList<>()).add(described);
            walk(described, below);
        }
    }

    private static List<String> candidates(List<JsonNode> nodes) {
        List<String> values =
                new ArrayList<>(List.of("zzz", "[]", "[zzz]", "{}", "{zzz: 1}", "1", "true"));
        for (JsonNode node : nodes) {
            for (String bound :
                    List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
                if (node.has(bound) && StrictMath.abs(node.get(bound).asDouble()) < 0x1p53) {
                    double value = node.get(bound).asDouble();
                    values.add(node.get(bound).asText());
                    values.add(Double.toString(value - 1));
                    values.add(Double.toString(value + 1));
                    values.add(Double.toString(value + 0.25));
                }
            }
            node.path("enum").forEach(name -> values.add(name.asText()));
            node.path("items").path("enum").forEach(name -> values.add("[" + name.asText() + "]"));
        }
        return values;
    }

    private static Record bind(ScenarioFile file) {
        return file.kind() == ScenarioFile.Kind.PRETRAINING
                ? PretrainingReader.bind(file)
                : ScenarioReader.bind(file);
    }

    private Path base(String path) {
        if (path.startsWith("pretrain")) {
            return recipe;
        }
        if (path.startsWith("train.")) {
            return learning;
        }
        if (path.equals("agents[].model.path")) {
            return recorded;
        }
        if (path.equals("agents[].model.file")) {
            return gguf;
        }
        if (path.startsWith("agents[].model.")
                && !path.endsWith(".ability")
                && !path.endsWith(".weights")
                && !path.endsWith(".provider")) {
            return endpoint;
        }
        return path.endsWith(".weights") || path.equals("questions.path") ? transformer : simulated;
    }

    private static List<String> problems(ScenarioFile file) {
        try {
            bind(file);
            return List.of();
        } catch (ScenarioProblems problems) {
            return problems.problems().stream().map(ScenarioProblem::toString).toList();
        }
    }

    private static JsonNode json(Located value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Located.Text text -> nodes.textNode(text.value());
            case Located.Whole whole -> nodes.numberNode(whole.value());
            case Located.Fraction fraction -> nodes.numberNode(fraction.value());
            case Located.Truth truth -> nodes.booleanNode(truth.value());
            case Located.Nothing nothing -> nodes.nullNode();
            case Located.Sequence sequence -> {
                ArrayNode array = nodes.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Located.Mapping mapping -> {
                ObjectNode object = nodes.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
                yield object;
            }
        };
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
