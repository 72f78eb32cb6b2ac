package org.colloquy.web.serve;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.VectorOps;
import org.colloquy.web.ViewerServer.Address;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The endpoint over a real connection and a real model. */
final class ModelEndpointTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ServeLimits LIMITS = new ServeLimits(8, 64, Duration.ofMinutes(5));

    private static TransformerModel ada;
    private static ModelEndpoint.Serving serving;

    @BeforeAll
    static void serve() throws IOException {
        ada = TransformerModel.read("builtin:ada", () -> new VectorOps(1));
        serving = start(ada, Optional.empty(), LIMITS);
    }

    @AfterAll
    static void stop() {
        serving.close();
    }

    private static ModelEndpoint.Serving start(
            TransformerModel model, Optional<String> token, ServeLimits limits) throws IOException {
        return ModelEndpoint.start(
                Map.of("ada", model),
                new Address("127.0.0.1", 0, token),
                limits,
                new NodeSettings(1, 8));
    }

    @Test
    void listsItsModels() throws Exception {
        JsonNode list = JSON.readTree(get(serving, "/v1/models").body());
        assertEquals("list", list.path("object").asText());
        assertEquals("ada", list.path("data").path(0).path("id").asText());
        JsonNode card = JSON.readTree(get(serving, "/v1/models/ada").body());
        assertEquals(ada.identity(), card.path("identity").asText());
        assertEquals(200, get(serving, "/health").statusCode());
        assertEquals(404, get(serving, "/v1/models/eve").statusCode());
        assertEquals(405, get(serving, "/v1/chat/completions").statusCode());
    }

    @Test
    void manyAtOnceGetWhatEachWouldGetAlone() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            questions.add("What is " + (31 + 7 * i) + " plus " + (58 + 3 * i) + "?");
            answers.add(
                    CLIENT.sendAsync(
                            request(serving, chat(questions.get(i), "")),
                            HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < questions.size(); i++) {
            JsonNode answer = JSON.readTree(answers.get(i).get().body());
            Completion alone = alone("Question: " + questions.get(i) + "\nIdea: ");
            JsonNode choice = answer.path("choices").path(0);
            assertEquals(alone.text(), choice.path("message").path("content").asText());
            assertEquals("stop", choice.path("finish_reason").asText());
            JsonNode usage = answer.path("usage");
            assertEquals(alone.promptTokens(), usage.path("prompt_tokens").asInt());
            assertEquals(alone.tokenIds().length, usage.path("completion_tokens").asInt());
        }
    }

    @Test
    void aStreamTellsTheSameAsTheWholeAnswer() throws Exception {
        for (String more : List.of("", ",\"stop\":[\"Answer\"]", ",\"max_tokens\":5")) {
            String asked = ",\"logprobs\":true" + more;
            JsonNode whole =
                    JSON.readTree(post(serving, chat("What is 52 minus 38?", asked)).body())
                            .path("choices")
                            .path(0);
            String streamed =
                    post(
                                    serving,
                                    chat(
                                            "What is 52 minus 38?",
                                            asked
                                                    + ",\"stream\":true,\"stream_options\":"
                                                    + "{\"include_usage\":true}"))
                            .body();
            StringBuilder text = new StringBuilder();
            List<JsonNode> tokens = new ArrayList<>();
            String finish = "";
            int counted = 0;
            for (String line : streamed.split("\n\n")) {
                if (line.equals("data: [DONE]")) {
                    break;
                }
                JsonNode event = JSON.readTree(line.substring("data: ".length()));
                JsonNode choice = event.path("choices").path(0);
                text.append(choice.path("delta").path("content").asText(""));
                choice.path("logprobs").path("content").forEach(tokens::add);
                finish = choice.path("finish_reason").asText(finish);
                counted = event.path("usage").path("completion_tokens").asInt(counted);
            }
            assertTrue(streamed.endsWith("data: [DONE]\n\n"), streamed);
            assertEquals(whole.path("message").path("content").asText(), text.toString());
            List<JsonNode> all = new ArrayList<>();
            whole.path("logprobs").path("content").forEach(all::add);
            assertEquals(all, tokens);
            assertFalse(tokens.isEmpty());
            assertTrue(counted >= tokens.size());
            assertEquals(whole.path("finish_reason").asText(), finish.replace("null", "stop"));
        }
    }

    @Test
    void theSameSeedDrawsTheSame() throws Exception {
        String hot = ",\"temperature\":5,\"max_tokens\":12,\"seed\":";
        String first = said(post(serving, chat("What is 12 plus 9?", hot + "1")));
        assertEquals(first, said(post(serving, chat("What is 12 plus 9?", hot + "1"))));
        assertFalse(first.equals(said(post(serving, chat("What is 12 plus 9?", hot + "2")))));
    }

    @Test
    void aTranscriptIsTakenAsItIsAndAConversationGoesOn() throws Exception {
        String transcript = "Question: What is 47 plus 38?\nIdea: ";
        String bare = said(post(serving, chat("What is 47 plus 38?", "")));
        assertEquals(bare, said(post(serving, chat(transcript, ""))));
        String conversation =
                "{\"model\":\"ada\",\"temperature\":0,\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"What is 47 plus 38?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"47 plus 38 is 75.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
                        + "\"47 plus 38 is 85. Answer 85.\"}]}]}";
        Completion alone =
                alone(
                        transcript
                                + "47 plus 38 is 75.\nPeer 1: 47 plus 38 is 85. Answer 85.\n"
                                + "Revise: ");
        assertEquals(alone.text(), said(post(serving, conversation)));
    }

    @Test
    void whatCannotBeServedIsRefusedByName() throws Exception {
        refused(400, "", "{");
        refused(400, "", "[]");
        refused(400, "model", "{\"messages\":[]}");
        refused(400, "messages", "{\"model\":\"ada\",\"messages\":[]}");
        refused(404, "model", chat("x", "").replace("\"ada\"", "\"eve\""));
        refused(400, "messages[0].role", chat("x", "").replace("\"user\"", "\"tool\""));
        refused(400, "messages", chat("x", "").replace("\"user\"", "\"assistant\""));
        refused(400, "messages", chat("1 ".repeat(2000), ""));
        refused(400, "n", chat("x", ",\"n\":2"));
        refused(400, "tools", chat("x", ",\"tools\":[{}]"));
        refused(400, "max_tokens", chat("x", ",\"max_tokens\":0"));
        refused(400, "top_p", chat("x", ",\"top_p\":0"));
        refused(400, "stop", chat("x", ",\"stop\":[1]"));
        refused(400, "seed", chat("x", ",\"seed\":1.5"));
        refused(400, "stream", chat("x", ",\"stream\":\"yes\""));
        refused(413, "", chat("x".repeat(2_000_000), ""));
        HttpResponse<String> plain =
                CLIENT.send(
                        HttpRequest.newBuilder(uri(serving, "/v1/chat/completions"))
                                .POST(HttpRequest.BodyPublishers.ofString(chat("x", "")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(415, plain.statusCode());
    }

    @Test
    void beyondItsBoundItSaysWhenToComeAgain() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        TransformerModel gated =
                new TransformerModel(
                        "gated",
                        ada.parameters(),
                        ada.tokenizer(),
                        () -> {
                            await(open);
                            return new VectorOps(1);
                        });
        try (ModelEndpoint.Serving one =
                start(gated, Optional.empty(), new ServeLimits(1, 1, Duration.ofMinutes(5)))) {
            List<CompletableFuture<HttpResponse<String>>> two = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                two.add(
                        CLIENT.sendAsync(
                                request(one, chat("What is 1 plus 1?", "")),
                                HttpResponse.BodyHandlers.ofString()));
            }
            CompletableFuture.anyOf(two.get(0), two.get(1)).get();
            open.countDown();
            HttpResponse<String> a = two.get(0).get();
            HttpResponse<String> b = two.get(1).get();
            HttpResponse<String> refusal = a.statusCode() == 429 ? a : b;
            assertEquals(200, (refusal == a ? b : a).statusCode());
            assertEquals(429, refusal.statusCode(), refusal.body());
            assertEquals("1", refusal.headers().firstValue("Retry-After").orElse(""));
        } finally {
            open.countDown();
        }
    }

    @Test
    void anEndpointWithATokenAsksForIt() throws Exception {
        try (ModelEndpoint.Serving guarded = start(ada, Optional.of("open-sesame"), LIMITS)) {
            assertEquals(401, get(guarded, "/v1/models").statusCode());
            assertEquals(401, post(guarded, chat("x", "")).statusCode());
            HttpRequest with =
                    HttpRequest.newBuilder(uri(guarded, "/v1/models"))
                            .header("Authorization", "Bearer open-sesame")
                            .build();
            assertEquals(200, CLIENT.send(with, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
        try (Socket socket = new Socket("127.0.0.1", serving.address().port())) {
            socket.getOutputStream()
                    .write(
                            "GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 421", new String(head, StandardCharsets.US_ASCII));
        }
    }

    private static void refused(int status, String param, String body) throws Exception {
        HttpResponse<String> response = post(serving, body);
        JsonNode error = JSON.readTree(response.body()).path("error");
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(param, error.path("param").asText("").replace("null", ""), response.body());
        assertFalse(error.path("message").asText().isBlank());
        assertFalse(error.path("type").asText().isBlank());
    }

    private static Completion alone(String prompt) {
        try (CompletionBatch batch = ada.open(1)) {
            batch.add(0, new CompletionRequest(0, prompt, Sampling.greedy(1000), Occasion.NONE));
            List<Ended> ended = List.of();
            while (ended.isEmpty()) {
                ended = batch.step();
            }
            return (Completion) ended.getFirst().outcome();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static String chat(String question, String more) {
        return "{\"model\":\"ada\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
                .formatted(JSON.getNodeFactory().textNode(question), more)
                .replaceFirst("\"temperature\":0,(.*\"temperature\")", "$1");
    }

    private static String said(HttpResponse<String> response) throws IOException {
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText();
    }

    private static HttpResponse<String> post(ModelEndpoint.Serving at, String body)
            throws Exception {
        return CLIENT.send(request(at, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(ModelEndpoint.Serving at, String body) {
        return HttpRequest.newBuilder(uri(at, "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> get(ModelEndpoint.Serving at, String path)
            throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(at, path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(ModelEndpoint.Serving at, String path) {
        return URI.create("http://127.0.0.1:" + at.address().port() + path);
    }
}
