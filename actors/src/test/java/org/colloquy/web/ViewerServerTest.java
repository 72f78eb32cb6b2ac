package org.colloquy.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.colloquy.log.LogFormat;
import org.colloquy.web.ViewerServer.Address;
import org.colloquy.web.index.RunIndex;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunFolder;
import org.colloquy.web.library.RunLibrary;
import org.colloquy.web.view.RunReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The viewer over real runs and a real connection. */
final class ViewerServerTest {

    private static final int QUESTIONS = 30;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private static Path folder;
    @TempDir private static Path cache;

    private static RunLibrary library;
    private static ViewerServer server;

    @BeforeAll
    static void serve() throws IOException {
        Path runs = folder.resolve("runs");
        SampleRun.write(runs.resolve("lines"), LogFormat.JSONL, QUESTIONS);
        SampleRun.write(runs.resolve("deep/down/binary"), LogFormat.KRYO, QUESTIONS);
        SampleRun.writeTraining(runs.resolve("training"), 5);
        Files.createDirectories(runs.resolve("broken"));
        Files.writeString(runs.resolve("broken/run.json"), "{");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        SampleRun.write(folder.resolve("outside"), LogFormat.JSONL, 1);
        Files.createSymbolicLink(runs.resolve("link"), folder.resolve("outside"));
        library = new RunLibrary(new RunFolder(runs), cache);
        for (FoundRun run : library.folder().runs()) {
            library.index(run, 60_000);
        }
        server = ViewerServer.start(library, new Address("127.0.0.1", 0, Optional.empty()));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        library.close();
    }

    @Test
    void listsEveryRunAndNoneBehindALink() throws Exception {
        JsonNode runs = json("/api/runs").path("runs");
        TreeMap<String, String> standings = new TreeMap<>();
        runs.forEach(run -> standings.put(run.path("id").asText(), run.path("standing").asText()));
        assertEquals(
                "{broken=unreadable, deep/down/binary=finished, lines=finished, training=finished}",
                standings.toString());
        for (JsonNode run : runs) {
            if (!run.path("id").asText().equals("broken")) {
                assertEquals(
                        0.5, run.path("accuracy").path(0).path("solo").path("share").asDouble());
                assertEquals(
                        1.0, run.path("accuracy").path(0).path("last").path("share").asDouble());
            }
        }
    }

    @Test
    void bothFormsOfALogShowTheSameDialogues() throws Exception {
        assertEquals(json("/api/dialogues?run=lines"), json("/api/dialogues?run=deep/down/binary"));
        assertEquals(
                json("/api/dialogue?run=lines&id=0.7.0"),
                json("/api/dialogue?run=deep/down/binary&id=0.7.0"));
    }

    @Test
    void filtersDialogues() throws Exception {
        assertEquals(2 * QUESTIONS, total("lines", ""));
        assertEquals(QUESTIONS, total("lines", "&flip=mended"));
        assertEquals(0, total("lines", "&flip=mended&agent=bel"));
        assertEquals(0, total("lines", "&flip=spoiled"));
        assertEquals(QUESTIONS, total("lines", "&mode=compete"));
        assertEquals(16, total("lines", "&level=1"));
        assertEquals(0, total("lines", "&level=1&family=chain"));
        JsonNode newest = json("/api/dialogues?run=lines&order=newest&limit=1");
        assertEquals("0.29.1", newest.path("dialogues").path(0).path("id").asText());
        JsonNode later = json("/api/dialogues?run=lines&offset=59");
        assertEquals("0.29.1", later.path("dialogues").path(0).path("id").asText());
        assertEquals(400, status("/api/dialogues?run=lines&mode=polite"));
    }

    @Test
    void marksTheWrongStepAndKeepsHostileTextAsItIs() throws Exception {
        JsonNode dialogue = json("/api/dialogue?run=lines&id=0.3.0");
        JsonNode idea = dialogue.path("turns").path(0);
        String text = idea.path("text").asText();
        assertEquals(
                "40 plus 3 is 7",
                text.substring(idea.path("wrongFrom").asInt(), idea.path("wrongTo").asInt()));
        assertTrue(
                dialogue.path("turns").path(2).path("text").asText().endsWith(SampleRun.HOSTILE));
        assertEquals("0.2.1", dialogue.path("previous").asText());
        assertEquals("0.3.1", dialogue.path("next").asText());
    }

    @Test
    void tellsHowARewardBecameAnAdvantage() throws Exception {
        JsonNode turns = json("/api/dialogue?run=training&id=1.2.1").path("turns");
        JsonNode score = turns.path(0).path("score");
        assertEquals(1.0, score.path("reward").asDouble());
        assertEquals(0.7, score.path("advantage").asDouble(), 1e-6);
        assertEquals("bel", score.path("peers").path(0).path("agent").asText());
        assertEquals(0.0, score.path("peers").path(0).path("term").asDouble());
        assertTrue(turns.path(2).path("score").isMissingNode(), "fusions were not scored");
    }

    @Test
    void tellsCurvesAndTheItemResponsePicture() throws Exception {
        JsonNode learning = json("/api/learning?run=training");
        assertEquals("[0,1]", learning.path("iteration").toString());
        assertEquals("[0.5,0.5]", learning.path("agents").path("ada").path("solo").toString());
        assertEquals(
                "[0.75,0.75]", learning.path("policies").path("ada").path("reward").toString());
        JsonNode response = json("/api/response?run=training&iteration=0");
        assertEquals(5, response.path("questions").size());
        assertEquals(0.75, response.path("agents").path(0).path("ability").asDouble());
    }

    @Test
    void tellsPromptAndTokensOnDemand() throws Exception {
        JsonNode turn = json("/api/turn?run=lines&id=0.3.0&turn=2");
        assertTrue(turn.path("prompt").asText().startsWith("Prompt of "));
        assertEquals(-0.25, turn.path("tokens").path(1).path("logProb").asDouble());
        assertEquals(404, status("/api/turn?run=lines&id=0.3.0&turn=4"));
    }

    @Test
    void comparesRuns() throws Exception {
        JsonNode same = json("/api/compare?left=lines&right=deep/down/binary");
        assertTrue(same.path("identical").asBoolean());
        assertEquals(QUESTIONS, same.path("questions").asInt());
        assertEquals(0, same.path("flips").size());
        JsonNode other = json("/api/compare?left=lines&right=training");
        assertFalse(other.path("identical").asBoolean());
        assertEquals(1, other.path("difference").path("seq").asInt());
        assertEquals(5, other.path("questions").asInt());
    }

    @Test
    void aReportHoldsHostileTextAsText() throws Exception {
        for (String id : List.of("lines", "training")) {
            FoundRun run = library.folder().run(id).orElseThrow();
            RunIndex index = library.index(run, 60_000).orElseThrow();
            String html =
                    RunReport.html(
                            run, index.log(), index.snapshot(), index.rows(index.snapshot()));
            assertFalse(html.contains("<script"), id);
            assertFalse(html.contains("<img"), id);
            assertFalse(html.contains("\u001b") || html.contains("\u202e"), id);
            assertTrue(html.contains("&lt;script&gt;") && html.contains("\\x1b[2J"), id);
            assertTrue(html.contains("0.4.0"), id);
        }
    }

    @Test
    void beyondLoopbackATokenIsNeeded() {
        Gate gate = new Gate("0.0.0.0", Optional.of("secret-token"));
        assertEquals(Gate.Verdict.NO_TOKEN, gate.decide("10.1.2.3", "", ""));
        assertEquals(Gate.Verdict.NO_TOKEN, gate.decide("10.1.2.3", "secret", "token"));
        assertEquals(Gate.Verdict.TAKE_COOKIE, gate.decide("10.1.2.3", "secret-token", ""));
        assertEquals(Gate.Verdict.ENTER, gate.decide("10.1.2.3", "", "secret-token"));
        assertEquals(Gate.Verdict.WRONG_HOST, gate.decide("evil.example", "", "secret-token"));
    }

    @Test
    void nothingOutsideTheFolderIsReached() throws Exception {
        for (String run :
                List.of("../outside", "link", "..", "/", "lines/../../outside", "lines%00", "")) {
            String path = "/api/run?run=" + run.replace("%", "%25");
            assertTrue(List.of(400, 404).contains(status(path)), path);
        }
        for (String path :
                List.of(
                        "/../secret.txt",
                        "/..%2f..%2fsecret.txt",
                        "/%2e%2e/secret.txt",
                        "/lib/../viewer.conf",
                        "/viewer.conf",
                        "/ViewerServer.class")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            assertTrue(
                    answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"), path);
            assertFalse(answer.contains("secret\n"), path);
        }
    }

    @Test
    void aForeignNameAndAForeignMethodAreRefused() throws Exception {
        assertTrue(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n").startsWith("HTTP/1.1 421"));
        assertTrue(raw("GET / HTTP/1.1\r\nHost: 10.0.0.1:80\r\n").startsWith("HTTP/1.1 421"));
        assertTrue(raw("GET / HTTP/1.1\r\nHost: localhost:1\r\n").startsWith("HTTP/1.1 200"));
        assertTrue(raw("DELETE / HTTP/1.1\r\nHost: localhost\r\n").startsWith("HTTP/1.1 405"));
    }

    @Test
    void everyAnswerCarriesTheGuards() throws Exception {
        for (String path : List.of("/", "/run?run=x", "/app.js", "/api/runs", "/api/none")) {
            HttpResponse<String> answer = get(path);
            String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.contains("default-src 'none'"), path);
            assertTrue(policy.contains("require-trusted-types-for 'script'"), path);
            assertFalse(policy.contains("unsafe"), path);
            assertEquals(
                    "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        }
    }

    @Test
    void aRunIsOnlyRead() throws Exception {
        List<String> before = state();
        json("/api/run?run=lines");
        json("/api/dialogues?run=lines");
        json("/api/dialogue?run=lines&id=0.0.0");
        assertEquals(before, state());
    }

    private static List<String> state() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().map(ViewerServerTest::describe).toList();
        }
    }

    private static String describe(Path path) {
        try {
            FileTime time = Files.getLastModifiedTime(path);
            return path + " " + Files.size(path) + " " + time;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int total(String run, String filter) throws Exception {
        return json("/api/dialogues?run=" + run + filter).path("total").asInt(-1);
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertEquals(200, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    private static int status(String path) throws Exception {
        return get(path).statusCode();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().port() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to bytes that no well-behaved client sends. */
    private static String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().port())) {
            socket.setSoTimeout(20_000);
            String request = head + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
