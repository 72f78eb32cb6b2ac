package org.colloquy.web.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.colloquy.log.RunManifest;

/** The scenario of a run as it stands in {@code run.json}. */
final class ScenarioTree {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScenarioTree() {}

    static JsonNode of(RunManifest manifest) {
        try {
            return JSON.readTree(manifest.scenario().text());
        } catch (JsonProcessingException odd) {
            return MissingNode.getInstance();
        }
    }
}
