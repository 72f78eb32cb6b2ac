package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedScenarioTest {

    @TempDir private Path folder;

    @Test
    void defaultsAreWrittenOutInAFixedOrder() throws IOException {
        Scenario scenario = read("questions: {source: arithmetic, families: [add]}\n");
        assertEquals(
                "{'name':'r','seed':0,'agents':[{'name':'c-1','persona':'','model':{'provider':"
                        + "'simulated','ability':0.0}},{'name':'c-2','persona':'','model':"
                        + "{'provider':'simulated','ability':0.0}}],'questions':{'source':"
                        + "'arithmetic','families':['add'],'levels':[1,2,3,4],'count':24,'draw':"
                        + "'test'},'interaction':{'protocol':'idea3','mode':{'dynamic':'mean'},"
                        + "'difficulty':'label','samples':1,'rounds':1,'hears':'all',"
                        + "'validation':40,'anchors':4,'sampling':{'temperature':0.7,'top-k':0,"
                        + "'top-p':1.0,'min-p':0.0,'max-tokens':96,'stop':[]},'limits':"
                        + "{'turn-timeout-seconds':60.0,'attempts':3}},'record':{'format':"
                        + "'jsonl'}}",
                ResolvedScenario.write(scenario).replace('"', '\''));
    }

    @Test
    void readingItAgainGivesTheSameScenarioFromAnyFolder() throws IOException {
        Files.writeString(folder.resolve("q.jsonl"), "{\"prompt\": \"1 + 1\", \"answer\": 2}\n");
        Files.createDirectory(folder.resolve("weights"));
        Files.writeString(folder.resolve("weights/config.json"), "{}");
        for (String mode : List.of("cooperate", "{ratio: 0.125}", "{dynamic: majority}")) {
            for (String hears : List.of("ring", "{random: 2}", "all")) {
                Scenario scenario =
                        read(
                                """
                                  - name: tom
                                    persona: "Says \\"no\\".\\n"
                                    model: {provider: transformer, weights: weights}
                                questions: {source: file, path: ./q.jsonl}
                                interaction:
                                  mode: %s
                                  hears: %s
                                  limits: {turn-timeout-seconds: 0.333}
                                  sampling: {stop: ["."]}
                                record: {format: kryo}
                                """
                                        .formatted(mode, hears));
                String json = ResolvedScenario.write(scenario);
                Scenario again = ResolvedScenario.read(json, "elsewhere/run.json", List.of());
                assertEquals(scenario, again);
                assertEquals(json, ResolvedScenario.write(again));
            }
        }
    }

    @Test
    void anAlteredOneIsRefusedByItsSource() throws IOException {
        String json = ResolvedScenario.write(read("questions: {source: arithmetic}\n"));
        ScenarioProblems problems =
                assertThrows(
                        ScenarioProblems.class,
                        () ->
                                ResolvedScenario.read(
                                        json.replace("\"samples\":1", "\"samples\":0"),
                                        "run.json",
                                        List.of()));
        assertEquals(
                "run.json: interaction.samples is 0, out of range; it must be 1 to 1024",
                problems.getMessage());
        assertEquals(7, ResolvedScenario.read(json, "run.json", List.of("seed=7")).seed());
    }

    private Scenario read(String rest) throws IOException {
        String head = "name: r\nagents:\n  - {name: c, copies: 2, model: {provider: simulated}}\n";
        return ScenarioReader.read(Files.writeString(folder.resolve("s.yaml"), head + rest));
    }
}
