package org.colloquy.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.scenario.Scenario.Agent;
import org.colloquy.scenario.Scenario.LlamaCppChoice;
import org.colloquy.scenario.Scenario.ModelChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;

/** Binds {@code agents}. */
final class AgentsBinding {

    private static final List<String> BUILTIN = List.of("builtin:ada", "builtin:bel");
    private static final String NAME_RULE =
            "use lower case letters, digits, '-' and '_', a letter first, at most 32";

    private final ScenarioFile file;
    private final Fields top;
    private final List<Agent> agents = new ArrayList<>();
    private final Map<String, Place> names = new HashMap<>();
    private final Map<String, Agent> firstOfPolicy = new HashMap<>();
    private int written;

    AgentsBinding(ScenarioFile file, Fields top) {
        this.file = file;
        this.top = top;
    }

    /** The cast, copies written out. */
    List<Agent> read() {
        List<Located> items = top.neededItems("agents");
        for (int index = 0; index < items.size(); index++) {
            bind(top.item("agents", index, items.get(index)));
        }
        boolean isList = top.find("agents").orElse(top.nothing()) instanceof Located.Sequence;
        if (items.isEmpty() && isList) {
            top.problem(top.place("agents"), "agents", "is empty", "name at least one agent");
        }
        if (written > DialoguePlan.MAX_CAST) {
            top.problem(
                    top.place("agents"),
                    "agents",
                    "has " + written + " agents, copies included",
                    "at most " + DialoguePlan.MAX_CAST + " can take part");
        }
        return agents;
    }

    /** How many agents were written down, faulty ones included. */
    int written() {
        return written;
    }

    private void bind(Fields fields) {
        String name = fields.neededText("name");
        String persona = fields.text("persona", "");
        int copies = fields.count("copies", 1, DialoguePlan.MAX_CAST, 1);
        written += copies;
        String policy = fields.text("policy", "");
        boolean frozen = fields.flag("frozen", false);
        ModelChoice model = model(fields.neededSection("model"));
        fields.end();
        checkPolicyName(fields, policy);
        for (int copy = 1; copy <= copies; copy++) {
            String copyName = copies == 1 ? name : name + "-" + copy;
            String copyPolicy = policy.isEmpty() ? copyName : policy;
            if (!name.isEmpty() && !add(fields, copyName, persona, model, copyPolicy, frozen)) {
                break;
            }
        }
    }

    private static void checkPolicyName(Fields fields, String policy) {
        if (fields.has("policy") && !AgentName.isValid(policy)) {
            fields.problem(
                    fields.place("policy"),
                    "policy",
                    "is '" + policy + "', which cannot name a folder of weights",
                    NAME_RULE);
        }
    }

    private boolean add(
            Fields fields,
            String name,
            String persona,
            ModelChoice model,
            String policy,
            boolean frozen) {
        Place place = fields.place("name");
        if (!AgentName.isValid(name)) {
            fields.problem(place, "name", "is '" + name + "', which is no agent name", NAME_RULE);
            return false;
        }
        Place first = names.putIfAbsent(name, place);
        if (first != null) {
            fields.problem(
                    place,
                    "name",
                    "is '" + name + "', which another agent has",
                    "the first is in line " + first.line() + "; rename one of them");
            return false;
        }
        Agent agent = new Agent(new AgentName(name), persona, model, policy, frozen);
        agents.add(agent);
        checkSharing(fields, agent);
        return true;
    }

    private void checkSharing(Fields fields, Agent agent) {
        Agent first = firstOfPolicy.computeIfAbsent(agent.policy(), policy -> agent);
        boolean sameModel = first.model().equals(agent.model());
        if (!sameModel || first.frozen() != agent.frozen()) {
            fields.problem(
                    fields.place(fields.has("policy") ? "policy" : "name"),
                    "policy",
                    "is '"
                            + agent.policy()
                            + "', which agent "
                            + first.name().value()
                            + (sameModel
                                    ? " has, and one of the two is frozen"
                                    : " has with another model"),
                    "agents of one policy share their weights; give this one another policy");
        }
    }

    private ModelChoice model(Fields fields) {
        List<String> providers =
                List.of("transformer", "simulated", "llama.cpp", "openai", "recorded");
        String provider = fields.neededChoice("provider", providers);
        ModelChoice model =
                switch (provider) {
                    case "transformer" -> new TransformerChoice(weights(fields));
                    case "llama.cpp" -> new LlamaCppChoice(ggufFile(fields));
                    case "simulated" -> new SimulatedChoice(fields.number("ability", -8, 8, 0));
                    case "openai" -> new OpenAiBinding(file, fields).read();
                    case "recorded" -> new RecordedChoice(recording(fields));
                    default -> {
                        fields.endsUnchecked();
                        yield new SimulatedChoice(0);
                    }
                };
        fields.end();
        return model;
    }

    private String recording(Fields fields) {
        String written = fields.neededText("path");
        Path path = file.resolve(written);
        if (!written.isEmpty() && !Files.exists(path)) {
            fields.problem(
                    fields.place("path"),
                    "path",
                    "is '" + written + "', which is not there",
                    "name a file of turns, a run directory or a log, from the scenario's folder");
        }
        return path.toString();
    }

    private String ggufFile(Fields fields) {
        String written = fields.neededText("file");
        Path gguf = file.resolve(written);
        if (!written.isEmpty() && !Files.isRegularFile(gguf)) {
            fields.problem(
                    fields.place("file"),
                    "file",
                    "is '" + written + "', which is no file",
                    "name a GGUF file, absolute or from the scenario's folder");
        }
        return gguf.toString();
    }

    private String weights(Fields fields) {
        String written = fields.neededText("weights");
        Place place = fields.place("weights");
        if (written.isEmpty() || BUILTIN.contains(written)) {
            return written;
        }
        if (written.startsWith("builtin:")) {
            fields.problem(
                    place,
                    "weights",
                    "is '" + written + "', which is not built in",
                    NearestName.hint(written, BUILTIN));
            return written;
        }
        Path folder = file.resolve(written);
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            fields.problem(
                    place,
                    "weights",
                    "is '" + written + "', where there is no config.json",
                    "name a folder with config.json and model.safetensors, from the scenario's"
                            + " folder, or one of "
                            + String.join(", ", BUILTIN));
        }
        return folder.toString();
    }
}
