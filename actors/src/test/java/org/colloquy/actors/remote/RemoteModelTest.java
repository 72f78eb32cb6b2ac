package org.colloquy.actors.remote;

import static org.colloquy.actors.remote.HostileServer.good;
import static org.colloquy.actors.remote.HostileServer.say;
import static org.colloquy.actors.remote.HostileServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Finish;
import org.colloquy.model.Occasion;
import org.colloquy.model.Outcome;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.colloquy.scenario.OpenAiChoice;
import org.colloquy.scenario.OpenAiChoice.Asking;
import org.colloquy.scenario.OpenAiChoice.KeyFile;
import org.colloquy.scenario.OpenAiChoice.Pace;
import org.colloquy.scenario.OpenAiChoice.Price;
import org.colloquy.scenario.OpenAiChoice.TokenLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to servers that do what servers do on bad days. */
final class RemoteModelTest {

    private static final String SECRET = "sk-this-is-a-secret-0123456789";
    private static final Pace PATIENT = new Pace(4, 0, 0, 60_000, 3);
    private static final Pace ONCE = new Pace(4, 0, 0, 60_000, 0);

    @TempDir private Path folder;
    private final Spending spending = new Spending(Budget.NONE);

    @Test
    void aStreamIsPutTogetherAndCounted() throws Exception {
        try (HostileServer server = new HostileServer(good("Answer 85."))) {
            Completion said = (Completion) ask(server, PATIENT, 1).getFirst();
            assertEquals("Answer 85.", said.text());
            assertEquals(Finish.STOP, said.finish());
            assertEquals(7, said.promptTokens());
            assertEquals(3, said.tokenIds().length);
            assertEquals(new Usage(1, 0, 0, 7, 3), usage());
            String request = server.heard.element();
            assertTrue(request.contains("\"max_tokens\":16"), request);
            assertTrue(request.contains("\"seed\":"), request);
            assertTrue(request.contains("Bearer " + SECRET), request);
        }
    }

    @Test
    void logProbabilitiesAreTakenWhereTheyAreTold() throws Exception {
        String told =
                "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"yes\",\"refusal\":null},\"finish_reason\":\"length\","
                        + "\"logprobs\":{\"content\":[{\"token\":\"yes\",\"logprob\":-0.5,"
                        + "\"bytes\":null,\"top_logprobs\":[]}],\"refusal\":null}}]}";
        try (HostileServer server =
                new HostileServer(say(200, "Content-Type: application/json\r\n", told))) {
            OpenAiChoice whole =
                    choice(
                            server,
                            ONCE,
                            new Asking(
                                    "be brief",
                                    false,
                                    true,
                                    false,
                                    TokenLimit.MAX_COMPLETION_TOKENS));
            Completion said = (Completion) ask(whole, Optional.empty(), 1).getFirst();
            assertEquals(-0.5f, said.logProbs()[0]);
            assertEquals(Finish.LENGTH, said.finish());
            String request = server.heard.element();
            assertTrue(request.contains("be brief"), request);
            assertTrue(request.contains("\"max_completion_tokens\":16"), request);
            assertFalse(request.contains("\"seed\""), request);
        }
    }

    @Test
    void whatPassesIsTriedAgain() throws Exception {
        try (HostileServer server =
                new HostileServer(
                        good("fine"),
                        say(429, "Retry-After: 0.6\r\n", "{\"error\":{\"message\":\"slowly\"}}"),
                        say(500, "", "oops"),
                        stream(false, HostileServer.delta("{\"content\":\"half\"}", "null")))) {
            assertEquals("fine", ((Completion) ask(server, PATIENT, 1).getFirst()).text());
            assertEquals(4, server.requests.get());
            assertEquals(new Usage(1, 3, 0, 7, 3), usage());
        }
    }

    @Test
    void whatLastsIsNotAndNeverShowsTheKey() throws Exception {
        try (HostileServer server =
                new HostileServer(
                        say(
                                401,
                                "Content-Type: application/json\r\n",
                                "{\"error\":{\"message\":\"bad key " + SECRET + "\"}}"))) {
            String reason = refusal(ask(server, PATIENT, 1).getFirst());
            assertTrue(reason.startsWith("status 401"), reason);
            assertFalse(reason.contains(SECRET), reason);
            assertEquals(1, server.requests.get());
        }
        try (HostileServer server =
                new HostileServer(say(429, "Retry-After: 3600\r\n", "{\"error\":{}}"))) {
            String reason = refusal(ask(server, PATIENT, 1).getFirst());
            assertTrue(reason.contains("3600 s"), reason);
            assertEquals(1, server.requests.get());
        }
    }

    @Test
    void rubbishIsRefused() throws Exception {
        for (HostileServer.Act act :
                List.of(
                        stream(true, "{\"choices\":[{"),
                        stream(true, "[]"),
                        stream(true),
                        stream(true, HostileServer.delta("{\"content\":7}", "\"stop\"")),
                        stream(true, HostileServer.delta("{}", "\"content_filter\"")),
                        say(200, "", "<html>hello</html>"),
                        (out, in, request) -> out.write("nonsense\r\n\r\n".getBytes("UTF-8")))) {
            try (HostileServer server = new HostileServer(act)) {
                assertFalse(refusal(ask(server, ONCE, 1).getFirst()).isBlank());
            }
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws Exception {
        String piece = "data: " + HostileServer.delta("{\"content\":\"x\"}", "null") + "\n\n";
        try (HostileServer server = new HostileServer(good("no"))) {
            HostileServer.Act flood = server.endless("x".repeat(1 << 16), 0);
            try (HostileServer flooding = new HostileServer(flood)) {
                String reason = refusal(ask(flooding, ONCE, 1).getFirst());
                assertTrue(reason.contains("longer than"), reason);
                assertTrue(server.written.get() < 100L << 20, "written " + server.written);
            }
            Pace hasty = new Pace(1, 0, 0, 400, 0);
            try (HostileServer dripping = new HostileServer(server.endless(piece, 10))) {
                assertFalse(refusal(ask(dripping, hasty, 1).getFirst()).isBlank());
            }
            try (HostileServer silent = new HostileServer(server.hang())) {
                assertFalse(refusal(ask(silent, hasty, 1).getFirst()).isBlank());
            }
        }
    }

    @Test
    void anEndpointThatIsDownIsLeftAlone() throws Exception {
        try (HostileServer server = new HostileServer(say(503, "", "down"))) {
            List<Outcome> outcomes = ask(server, new Pace(1, 0, 0, 60_000, 0), 14);
            assertEquals(CircuitBreaker.FAILURES, server.requests.get());
            assertTrue(refusal(outcomes.getLast()).contains("left alone"), outcomes.toString());
        }
    }

    @Test
    void noMoreAtOnceThanAllowedAndACancelledOneHangsUp() throws Exception {
        try (HostileServer server = new HostileServer(good("fine"))) {
            ask(server, new Pace(2, 0, 0, 60_000, 0), 12);
            assertTrue(server.mostAtOnce.get() <= 2, "at once: " + server.mostAtOnce);
            try (HostileServer silent = new HostileServer(server.hang());
                    RemoteModel model = open(choice(silent, ONCE, asking()), Optional.empty());
                    CompletionBatch batch = model.open(1)) {
                batch.add(1, request(1));
                while (silent.requests.get() == 0) {
                    batch.step();
                }
                batch.cancel(1);
                assertTrue(server.gone.await(60, TimeUnit.SECONDS));
                assertEquals(List.of(), batch.step());
            }
        }
    }

    @Test
    void whatWasAnsweredIsNotAskedAgain() throws Exception {
        List<String> warnings = new ArrayList<>();
        Optional<AnswerCache> cache = Optional.of(new AnswerCache(folder, warnings::add));
        try (HostileServer server = new HostileServer(good("fine"))) {
            OpenAiChoice choice = choice(server, ONCE, asking());
            List<Outcome> first = ask(choice, cache, 3);
            assertEquals(3, server.requests.get());
            assertEquals(texts(first), texts(ask(choice, cache, 3)));
            assertEquals(3, server.requests.get());
            assertEquals(3, usage().cached());
            ask(choice, cache, 4);
            assertEquals(4, server.requests.get());
            Path damaged = cache.get().file(ChatCall.of(choice, request(1)));
            Files.writeString(damaged, Files.readString(damaged).replace("fine", "wine"));
            assertEquals(texts(first), texts(ask(choice, cache, 3)));
            assertEquals(5, server.requests.get());
            assertEquals(1, warnings.size());
            assertTrue(warnings.getFirst().startsWith(damaged.toString()), warnings.getFirst());
            Files.writeString(damaged, "{");
            ask(choice, cache, 3);
            assertEquals(6, server.requests.get());
            ask(choice, cache, 3);
            assertEquals(6, server.requests.get());
        }
    }

    @Test
    void aSpentBudgetEndsTheAsking() throws Exception {
        Spending tight =
                new Spending(
                        new Budget(OptionalLong.of(15), OptionalDouble.empty(), Optional.empty()));
        try (HostileServer server = new HostileServer(good("fine"))) {
            OpenAiChoice choice = choice(server, new Pace(1, 0, 0, 60_000, 0), asking());
            List<Outcome> outcomes = ask(choice, new RemoteAccess(tight, Optional.empty()), 5);
            assertEquals(2, server.requests.get());
            assertTrue(refusal(outcomes.getLast()).contains("20 of 15 tokens"));
            List<String> told = new ArrayList<>();
            tight.stopBy(() -> told.add("stop"));
            assertEquals(List.of("stop"), told);
        }
    }

    @Test
    void aKeyThatIsNotThereIsNamed() throws IOException {
        Path missing = folder.resolve("no-key");
        for (String content : List.of("", "two words", "x".repeat(5000))) {
            Path file = Files.writeString(folder.resolve("key"), content);
            IOException none =
                    org.junit.jupiter.api.Assertions.assertThrows(
                            IOException.class,
                            () ->
                                    ApiKey.read(
                                            Optional.of(new KeyFile(file.toString())),
                                            java.util.Map.of()));
            assertTrue(none.getMessage().startsWith(file.toString()), none.getMessage());
        }
        org.junit.jupiter.api.Assertions.assertThrows(
                IOException.class,
                () ->
                        ApiKey.read(
                                Optional.of(new KeyFile(missing.toString())), java.util.Map.of()));
    }

    private static List<String> texts(List<Outcome> outcomes) {
        return outcomes.stream().map(outcome -> ((Completion) outcome).text()).toList();
    }

    private static String refusal(Outcome outcome) {
        return ((Refusal) outcome).reason();
    }

    private Usage usage() {
        return spending.usage().values().stream().reduce(Usage.NONE, Usage::plus);
    }

    private static Asking asking() {
        return new Asking("", true, false, true, TokenLimit.MAX_TOKENS);
    }

    private OpenAiChoice choice(HostileServer server, Pace pace, Asking asking) throws IOException {
        Path key = Files.writeString(folder.resolve("key"), SECRET + "\n");
        return new OpenAiChoice(
                server.baseUrl(),
                "m",
                Optional.of(new KeyFile(key.toString())),
                asking,
                pace,
                new Price(1, 2));
    }

    private List<Outcome> ask(HostileServer server, Pace pace, int count) throws IOException {
        return ask(choice(server, pace, asking()), Optional.empty(), count);
    }

    private List<Outcome> ask(OpenAiChoice choice, Optional<AnswerCache> cache, int count)
            throws IOException {
        return ask(choice, new RemoteAccess(spending, cache), count);
    }

    private static RemoteModel open(OpenAiChoice choice, Optional<AnswerCache> cache)
            throws IOException {
        return RemoteModel.open(choice, new RemoteAccess(new Spending(Budget.NONE), cache));
    }

    /** The outcomes of so many different requests, as they end, asked as fast as they are taken. */
    private static List<Outcome> ask(OpenAiChoice choice, RemoteAccess access, int count)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (RemoteModel model = RemoteModel.open(choice, access);
                CompletionBatch batch = model.open(64)) {
            int asked = 0;
            while (outcomes.size() < count) {
                while (asked < count && batch.running() < batch.capacity()) {
                    batch.add(asked, request(asked++));
                }
                batch.step().stream().map(Ended::outcome).forEach(outcomes::add);
            }
        }
        return outcomes;
    }

    private static CompletionRequest request(long key) {
        return new CompletionRequest(key, "Question " + key, Sampling.greedy(16), Occasion.NONE);
    }

    @Test
    void requestsAreSpreadOverTheMinute() {
        Pacing pacing = new Pacing(new Pace(1, 60, 600, 1000, 0), 0);
        assertEquals(0, pacing.reserve(0, 5));
        assertEquals(1_000_000_000L, pacing.reserve(0, 40));
        assertEquals(5_000_000_000L, pacing.reserve(0, 10));
        pacing.settle(10, 0);
        assertEquals(6_000_000_000L, pacing.reserve(0, 0));
        pacing.quiet(0, Duration.ofSeconds(30).toNanos());
        assertEquals(30_000_000_000L, pacing.reserve(0, 0));
        assertEquals(0, pacing.reserve(Duration.ofSeconds(90).toNanos(), 0));
    }
}
