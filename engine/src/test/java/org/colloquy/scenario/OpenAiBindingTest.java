package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.scenario.OpenAiChoice.Asking;
import org.colloquy.scenario.OpenAiChoice.KeyFile;
import org.colloquy.scenario.OpenAiChoice.KeyVariable;
import org.colloquy.scenario.OpenAiChoice.Pace;
import org.colloquy.scenario.OpenAiChoice.Price;
import org.colloquy.scenario.OpenAiChoice.TokenLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenAiBindingTest {

    @TempDir private Path folder;

    private Scenario read(String model) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("x.yaml"),
                        """
                        name: x
                        agents:
                          - {name: a, model: {provider: openai, %s}}
                        questions: {source: arithmetic}
                        interaction: {protocol: solo}
                        """
                                .formatted(model));
        return ScenarioReader.read(file);
    }

    @Test
    void readsWhatIsWrittenAndReadsItsOwnJson() throws IOException {
        Scenario plain = read("base-url: \"http://127.0.0.1:8000/v1\", model: m");
        OpenAiChoice expected =
                new OpenAiChoice(
                        "http://127.0.0.1:8000/v1",
                        "m",
                        Optional.empty(),
                        new Asking("", true, false, true, TokenLimit.MAX_TOKENS),
                        new Pace(8, 0, 0, 60_000, 4),
                        new Price(0, 0));
        assertEquals(expected, plain.agents().getFirst().model());
        Scenario full =
                read(
                        "base-url: \"https://h/v1\", model: m, key-file: secret, system: s, stream:"
                                + " false, log-probs: true, send-seed: false, token-limit:"
                                + " max-completion-tokens, concurrency: 2, requests-per-minute: 3,"
                                + " tokens-per-minute: 4, timeout-seconds: 0.5, retries: 0,"
                                + " price-input: 1.5, price-output: 2");
        OpenAiChoice choice = (OpenAiChoice) full.agents().getFirst().model();
        assertEquals(Optional.of(new KeyFile(folder.resolve("secret").toString())), choice.key());
        assertEquals(new Pace(2, 3, 4, 500, 0), choice.pace());
        assertEquals(
                new Asking("s", false, true, false, TokenLimit.MAX_COMPLETION_TOKENS),
                choice.asking());
        assertEquals(new Price(1.5, 2), choice.price());
        for (Scenario scenario : List.of(plain, full)) {
            assertEquals(
                    scenario,
                    ResolvedScenario.read(ResolvedScenario.write(scenario), "run.json", List.of()));
        }
        OpenAiChoice keyed =
                (OpenAiChoice)
                        read("base-url: \"https://h/v1\", model: m, key-env: MY_KEY")
                                .agents()
                                .getFirst()
                                .model();
        assertEquals(Optional.of(new KeyVariable("MY_KEY")), keyed.key());
    }

    @Test
    void whatWouldShowAKeyIsRefused() {
        refused("base-url: \"https://h/v1\", model: m, key: sk-1", "key-env");
        refused("base-url: \"https://h/v1\", model: m, api-key: sk-1", "key-env");
        refused("base-url: \"https://h/v1\", model: m, key-env: sk-1", "never the key");
        refused("base-url: \"https://h/v1\", model: m, key-env: A, key-file: b", "keep one");
        refused("base-url: \"http://h/v1\", model: m, key-env: A", "use https");
        refused("base-url: \"https://u:p@h/v1\", model: m", "a user");
        refused("base-url: \"https://h/v1?k=1\", model: m", "a query");
        refused("base-url: \"ftp://h/v1\", model: m", "no http");
        refused("base-url: \"h h\", model: m", "no address");
        refused("model: m", "base-url");
    }

    private void refused(String model, String told) {
        ScenarioProblems problems = assertThrows(ScenarioProblems.class, () -> read(model));
        String all = problems.problems().toString();
        assertTrue(all.contains(told), all);
        assertFalse(all.contains("sk-1"), all);
    }
}
