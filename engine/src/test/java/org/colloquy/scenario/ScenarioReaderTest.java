package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.colloquy.scenario.Scenario.FileQuestions;
import org.colloquy.scenario.Scenario.HearRandom;
import org.colloquy.scenario.Scenario.HearRing;
import org.colloquy.scenario.Scenario.LogFormat;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.scenario.Scenario.TransformerChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioReaderTest {

    private static final String MINIMAL =
            """
            name: minimal
            agents:
              - name: ada
                model: {provider: simulated}
              - name: bel
                model: {provider: simulated, ability: 1}
            questions: {source: arithmetic}
            """;

    @TempDir private Path folder;

    @Test
    void theQuickstartOfTheIssueIsRead() throws IOException {
        Scenario scenario =
                read(
                        """
                        name: quickstart
                        seed: 42
                        agents:
                          - name: ada
                            model: {provider: transformer, weights: builtin:ada}
                          - name: bel
                            model: {provider: transformer, weights: builtin:bel}
                        questions:
                          source: arithmetic
                          families: [add, subtract, multiply, chain]
                          levels: [1, 2, 3, 4]
                          count: 24
                        interaction:
                          protocol: idea3
                          mode: dynamic
                          difficulty: self-ranking
                          samples: 2
                          sampling:
                            temperature: 0.7
                            max-tokens: 96
                        """);
        assertEquals("quickstart", scenario.name());
        assertEquals(42, scenario.seed());
        assertEquals(new TransformerChoice("builtin:bel"), scenario.agents().get(1).model());
        assertEquals(
                new ArithmeticQuestions(
                        List.of("add", "subtract", "multiply", "chain"),
                        List.of(1, 2, 3, 4),
                        24,
                        "test"),
                scenario.questions());
        assertEquals(new ModeRule.Dynamic(Pooling.MEAN), scenario.interaction().mode());
        assertEquals(DifficultyRule.SELF_RANKING, scenario.interaction().difficulty());
        assertEquals(2, scenario.interaction().samples());
        assertEquals(0.7, scenario.interaction().sampling().temperature());
        assertEquals(96, scenario.interaction().sampling().maxTokens());
        assertEquals(LogFormat.JSONL, scenario.record().format());
    }

    @Test
    void everyChoiceHasItsForm() throws IOException {
        Files.writeString(folder.resolve("some.jsonl"), line(1) + "\n  \n" + line(2) + line(3));
        Scenario scenario =
                read(
                        """
                        name: all.of-it_1
                        agents:
                          - {name: ada, persona: "A calm person.", model: {provider: simulated}}
                          - {name: crowd, copies: 3, model: {provider: simulated, ability: -1.5}}
                        questions: {source: file, path: some.jsonl}
                        interaction:
                          protocol: vote
                          mode: {ratio: 0.25}
                          difficulty: pass-rate
                          hears: {random: 3}
                          sampling: {stop: ["\\n", "END"], top-k: 5, top-p: 0.9, min-p: 0.1}
                          limits: {turn-timeout-seconds: 0.25, attempts: 1}
                        record: {format: kryo}
                        """);
        assertEquals(
                List.of("ada", "crowd-1", "crowd-2", "crowd-3"),
                scenario.agents().stream().map(agent -> agent.name().value()).toList());
        assertEquals(new SimulatedChoice(-1.5), scenario.agents().get(3).model());
        assertEquals(
                new FileQuestions(folder.resolve("some.jsonl").toString(), 3),
                scenario.questions());
        assertEquals(new ModeRule.Ratio(0.25), scenario.interaction().mode());
        assertEquals(new HearRandom(3), scenario.interaction().hearing());
        assertEquals(List.of("\n", "END"), scenario.interaction().sampling().stop());
        assertEquals(250, scenario.interaction().limits().turnTimeoutMillis());
        assertEquals(LogFormat.KRYO, scenario.record().format());
        assertEquals(
                new ModeRule.Dynamic(Pooling.MINIMUM),
                read(MINIMAL + "interaction: {mode: {dynamic: minimum}}").interaction().mode());
        assertEquals(
                new ModeRule.Always(Mode.COMPETE),
                read(MINIMAL + "interaction: {mode: compete, hears: ring}").interaction().mode());
        assertEquals(
                new HearRing(),
                read(MINIMAL + "interaction: {hears: ring}").interaction().hearing());
    }

    @Test
    void everyMistakeIsToldAtOnceInFileOrder() throws IOException {
        String text =
                """
                name: Bad Name
                seed: forty
                agnets: []
                agents:
                  - name: ada
                    persona: 7
                    model: {provider: transfomer, weights: builtin:ada}
                  - name: ada
                    copies: 0
                    model: {provider: transformer, weights: builtin:adda, ability: 2}
                  - model: [1]
                questions:
                  source: arithmetic
                  families: []
                  levels: [1, 2, 2, 5, x]
                  count: 0
                interaction:
                  protocol: ide3
                  mode: {ratio: 2, dynamc: mean}
                  samples: 2.5
                  samples: 3
                  hears: {random: 3}
                  validation:
                  sampling:
                    maxTokens: 96
                    top-p: 0
                    min-p: .nan
                    stop: end
                """;
        assertEquals(
                """
                1:7: name is 'Bad Name', which cannot name a folder; use lower case letters, \
                digits, '.', '-' and '_', at most 64
                2:7: seed is 'forty', not a whole number; it must be of 64 bits
                3:1: unknown key 'agnets'; did you mean 'agents'?
                6:14: agents[0].persona is 7, not a text; put it in quotes
                7:23: agents[0].model.provider is 'transfomer', which is not known; did you mean \
                'transformer'?
                8:11: agents[1].name is 'ada', which another agent has; the first is in line 5; \
                rename one of them
                9:13: agents[1].copies is 0, out of range; it must be 1 to 64
                10:45: agents[1].model.weights is 'builtin:adda', which is not built in; did you \
                mean 'builtin:ada'?
                10:59: unknown key 'ability' in agents[1].model; known: provider, weights
                11:5: agents[2] lacks the key 'name'; add it
                11:12: agents[2].model is a list, not a map; write key: value
                14:13: questions.families is empty, so there is no question; name at least one or \
                remove the key for all
                15:18: questions.levels names 2 twice; remove one of them
                15:21: questions.levels is 5, out of range; it must be 1 to 4
                15:24: questions.levels is 'x', not a whole number; it must be 1 to 4
                16:10: questions.count is 0, out of range; it must be 1 to 1000000
                18:13: interaction.protocol is 'ide3', which is not known; did you mean 'idea3'?
                19:17: interaction.mode.ratio is 2, out of range; it must be 0 to 1
                19:20: unknown key 'dynamc' in interaction.mode; did you mean 'dynamic'?
                20:12: interaction.samples is 2.5, not a whole number; it must be 1 to 1024
                21:3: key 'samples' is written twice; the first is in line 20; keep one of them
                22:19: interaction.hears.random is 3, but each of the 3 agents has 2 peers; ask \
                for fewer peers, or hears: all
                23:14: interaction.validation has no value; give it one or remove the key
                25:5: unknown key 'maxTokens' in interaction.sampling; did you mean 'max-tokens'?
                26:12: interaction.sampling.top-p is 0, out of range; it must be above 0 to 1
                27:12: interaction.sampling.min-p is NaN, out of range; it must be 0 to below 1
                28:11: interaction.sampling.stop is 'end', not a list; write it in brackets: [...]
                """,
                problems(text));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertEquals(
                """
                1:1: the file lacks the key 'name'; add it
                1:1: the file lacks the key 'agents'; add it
                1:1: the file lacks the key 'questions'; add it
                """,
                problems("seed: 1\n"));
        assertProblem("1:9: agents is empty; name at least one agent", "agents: []\n");
        assertProblem("2:12: questions lacks the key 'source'; add it", "name: a\nquestions: {}\n");
        assertProblem(
                "1:38: questions.path is 'no.jsonl', which is no file; paths start from the"
                        + " scenario's folder",
                "questions: {source: file, path:      no.jsonl}\n");
        assertProblem(
                "1:27: agents[0].model lacks the key 'weights'; add it",
                "agents: [{name: a, model: {provider: transformer}}]\n");
    }

    @Test
    void questionsThatTheSourceCannotGiveAreRefused() throws IOException {
        Path file = folder.resolve("q.jsonl");
        String source = "questions: {source: file, path: q.jsonl%s}\n";
        Files.writeString(file, "\n \n");
        assertProblem(
                file + ":1:1: there is no question in it; write one JSON object on each line",
                source.formatted(""));
        Files.writeString(file, line(1) + "{\"prompt\": \"?\"}\n");
        assertProblem(
                file + ":2:1: the field answer is missing; add \"answer\": \"...\"",
                source.formatted(""));
        Files.writeString(file, line(1));
        assertProblem(
                "1:49: questions.count is 2, but q.jsonl has 1 test questions; ask for at most 1",
                source.formatted(", count: 2"));
        assertProblem(
                "2:30: interaction.validation is 5, but the file marks 0 lines as validation; mark"
                        + " more of them with \"draw\": \"validation\" or ask for fewer",
                source.formatted("") + "interaction: {   validation: 5}\n");
        assertProblem(
                "2:27: interaction.difficulty is self-ranking, but there is no anchor to compare"
                        + " with; mark lines of the file with \"draw\": \"validation\" and a level, or"
                        + " use label",
                source.formatted("") + "interaction: {difficulty: self-ranking}\n");
        assertProblem(
                "1:76: questions.count is too much: asked for 200 test questions, but only 149"
                        + " different ones were found (family remainder, level 1 ran out); ask for"
                        + " fewer, or add families or levels",
                "questions: {source: arithmetic, families: [remainder], levels: [1],"
                        + " count: 200}\n");
    }

    @Test
    void castsThatCannotMeetAreRefused() throws IOException {
        String cast = "agents: [{name: c, copies: %d, model: {provider: simulated}}]\n";
        assertProblem(
                "1:28: agents[0].copies is 65, out of range; it must be 1 to 64",
                cast.formatted(65));
        assertProblem(
                "1:9: agents has 65 agents, copies included; at most 64 can take part",
                cast.formatted(64).replace("}}]", "}}, {name: d, model: {provider: simulated}}]"));
        assertProblem(
                "1:72: agents[1].name is 'c-2', which another agent has; the first is in line 1;"
                        + " rename one of them",
                cast.formatted(2)
                        .replace("}}]", "}}, {name:    c-2, model: {provider: simulated}}]"));
        assertProblem(
                "1:1: interaction.protocol is idea3, which takes two agents, but there is one; add"
                        + " an agent, or choose solo or vote",
                cast.formatted(1));
        assertProblem(
                "1:17: agents[0].name is 'Ada', which is no agent name; use lower case letters,"
                        + " digits, '-' and '_', a letter first, at most 32",
                cast.formatted(1).replace(" c,", " Ada,"));
    }

    @Test
    void overridesReplaceAddAndAreCheckedLikeTheFile() throws IOException {
        Path file = write("o.yaml", MINIMAL + "interaction: {mode: dynamic}\n");
        Scenario scenario =
                ScenarioReader.read(
                        file,
                        List.of(
                                "interaction.sampling.temperature=0",
                                "agents.bel.model.ability=-2",
                                "agents[0].persona=calm and brief",
                                "interaction.mode.ratio=0.5",
                                "questions.levels=[1, 2]",
                                "name=other"));
        assertEquals("other", scenario.name());
        assertEquals(0, scenario.interaction().sampling().temperature());
        assertEquals(new SimulatedChoice(-2), scenario.agents().get(1).model());
        assertEquals("calm and brief", scenario.agents().get(0).persona());
        assertEquals(new ModeRule.Ratio(0.5), scenario.interaction().mode());
        List<String> bad =
                List.of(
                        "seed=[",
                        "foo",
                        "agents.x.persona=1",
                        "agents[7].name=u",
                        "interaction.smples=3",
                        "interaction.samples=many");
        ScenarioProblems problems =
                assertThrows(ScenarioProblems.class, () -> ScenarioReader.read(file, bad));
        assertEquals(
                """
                --set seed=[: expected the node content, but found '<stream end>'; correct the \
                syntax here or in the line before
                --set foo: is not of the form path=value; write for example --set \
                interaction.sampling.temperature=0.5
                --set agents.x.persona=1: the list has no item of name 'x'; known: ada, bel
                --set agents[7].name=u: there is no item [7]; the list has 2, from [0]
                --set interaction.samples=many: interaction.samples is 'many', not a whole \
                number; it must be 1 to 1024
                --set interaction.smples=3: unknown key 'smples' in interaction; did you mean \
                'samples'?\
                """,
                problems.getMessage());
    }

    @Test
    void aRandomlyBrokenFileIsReadOrRefusedButNeverBreaksTheReader() throws IOException {
        String junk = " \t\n:{}[],-&*!|>'\"#%@`?x0\u00ff";
        byte[] whole =
                (MINIMAL + "interaction: {hears: ring, mode: {ratio: 0.5}}\n")
                        .getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int seed = 0; seed < 1_500; seed++) {
            long key = CounterRandom.key(seed, "break");
            byte[] broken = whole.clone();
            for (int hit = 0; hit <= seed % 3; hit++) {
                broken[CounterRandom.below(key, 2 * hit, broken.length)] =
                        (byte) junk.charAt(CounterRandom.below(key, 2 * hit + 1, junk.length()));
            }
            Path file = folder.resolve("broken.yaml");
            Files.write(file, broken);
            try {
                ScenarioReader.read(file);
            } catch (ScenarioProblems problems) {
                refused++;
                problems.problems().forEach(p -> assertTrue(p.line() >= 1, p.toString()));
            }
        }
        assertTrue(refused > 700, "refused " + refused);
    }

    private static String line(int answer) {
        return "{\"prompt\": \"What is %d?\", \"answer\": \"%d\"}\n".formatted(answer, answer);
    }

    private Scenario read(String text) throws IOException {
        return ScenarioReader.read(write("s.yaml", text));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** One line a problem, without the file's name. */
    private String problems(String text) throws IOException {
        Path file = write("s.yaml", text);
        ScenarioProblems problems =
                assertThrows(ScenarioProblems.class, () -> ScenarioReader.read(file));
        return (problems.getMessage() + "\n").replace(file + ":", "");
    }

    private void assertProblem(String line, String text) throws IOException {
        String all = problems(text);
        assertTrue(all.contains(line + "\n"), () -> "no '" + line + "' in:\n" + all);
    }
}
