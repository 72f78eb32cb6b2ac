package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataCommandTest {

    @TempDir private Path folder;

    private final AtomicReference<String> served =
            new AtomicReference<>("{\"question\": \"q\", \"answer\": 1}\n");
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/file",
                exchange -> {
                    byte[] bytes = served.get().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void listsEveryBenchmarkWithItsLicence() {
        CommandRun list = CommandRun.of("data", "list", "--json");
        assertEquals(DataSet.values().length, list.json().size());
        list.json()
                .forEach(
                        set -> {
                            assertFalse(set.path("licence").asText().isBlank(), set.toString());
                            String digest = set.path("sha256").asText("");
                            assertTrue(digest.matches("(|[0-9a-f]{64})"), set.toString());
                        });
        assertTrue(CommandRun.of("data", "list").out().contains("gsm8k"));
    }

    @Test
    void pinsWhatItDoesNotKnowAndRefusesAnotherLater() throws IOException {
        CommandRun first = get("aime-2025-i");
        assertEquals(ExitStatus.WELL, first.status(), first.err());
        assertTrue(first.out().contains("Licence: "), first.out());
        Path file = folder.resolve("aime-2025-i.jsonl");
        assertEquals(served.get(), Files.readString(file));
        Files.delete(file);
        served.set("{\"question\": \"other\", \"answer\": 2}\n");
        CommandRun second = get("aime-2025-i");
        assertEquals(ExitStatus.DIVERGED, second.status());
        assertTrue(second.err().contains("SHA-256"), second.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void refusesAFileThatIsNotThePublishedOne() {
        CommandRun get = get("gsm8k");
        assertEquals(ExitStatus.DIVERGED, get.status());
        assertFalse(Files.exists(folder.resolve("gsm8k.jsonl")));
        assertFalse(Files.exists(folder.resolve("gsm8k.part")));
    }

    @Test
    void saysWhereToPutTheFileWithoutANetwork() {
        String address = address("/file");
        server.stop(0);
        CommandRun get =
                CommandRun.of(
                        "data", "get", "gsm8k", "--dir", folder.toString(), "--from", address);
        assertEquals(ExitStatus.FAILED, get.status());
        assertTrue(get.err().contains(folder.resolve("gsm8k.jsonl").toString()), get.err());
        assertTrue(get.err().contains("raw.githubusercontent.com"), get.err());
    }

    @Test
    void namesTheBenchmarksItKnows() {
        CommandRun get = CommandRun.of("data", "get", "gsm9k", "--dir", folder.toString());
        assertEquals(ExitStatus.BAD_USAGE, get.status());
        assertTrue(get.err().contains("gsm8k"), get.err());
        CommandRun missing =
                CommandRun.of(
                        "data",
                        "get",
                        "gsm8k",
                        "--dir",
                        folder.toString(),
                        "--from",
                        address("/nothing"));
        assertEquals(ExitStatus.FAILED, missing.status());
        assertTrue(missing.err().contains("404"), missing.err());
    }

    private CommandRun get(String name) {
        return CommandRun.of(
                "data", "get", name, "--dir", folder.toString(), "--from", address("/file"));
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
