package org.colloquy.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.colloquy.scenario.OpenAiChoice.KeyFile;
import org.colloquy.scenario.OpenAiChoice.KeyVariable;
import org.colloquy.scenario.Scenario.LlamaCppChoice;
import org.colloquy.scenario.Scenario.ModelChoice;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;

/** An agent's {@code model} as canonical JSON. */
final class ResolvedModel {

    private ResolvedModel() {}

    static void put(ModelChoice choice, ObjectNode model) {
        model.put("provider", choice.provider());
        switch (choice) {
            case TransformerChoice transformer -> model.put("weights", transformer.weights());
            case LlamaCppChoice gguf -> model.put("file", gguf.file());
            case SimulatedChoice simulated -> model.put("ability", simulated.ability());
            case RecordedChoice recorded -> model.put("path", recorded.path());
            case OpenAiChoice openAi -> put(openAi, model);
        }
    }

    private static void put(OpenAiChoice choice, ObjectNode model) {
        model.put("base-url", choice.baseUrl());
        model.put("model", choice.model());
        choice.key()
                .ifPresent(
                        key -> {
                            switch (key) {
                                case KeyVariable variable -> model.put("key-env", variable.name());
                                case KeyFile file -> model.put("key-file", file.path());
                            }
                        });
        model.put("system", choice.asking().system());
        model.put("stream", choice.asking().stream());
        model.put("log-probs", choice.asking().logProbs());
        model.put("send-seed", choice.asking().seed());
        model.put("token-limit", Label.of(choice.asking().tokenLimit()));
        model.put("concurrency", choice.pace().concurrency());
        model.put("requests-per-minute", choice.pace().requestsPerMinute());
        model.put("tokens-per-minute", choice.pace().tokensPerMinute());
        model.put("timeout-seconds", choice.pace().timeoutMillis() / 1000.0);
        model.put("retries", choice.pace().retries());
        model.put("price-input", choice.price().input());
        model.put("price-output", choice.price().output());
    }
}
