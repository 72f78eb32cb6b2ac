package org.colloquy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A viewer in a JVM of its own, with this one's flags, asked over HTTP. */
final class ViewerProcess implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("http://\\S+/");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 20;
    private static final long LAST_WORDS_SECONDS = 10;
    private static final double NANOS = 1e9;
    private static final double NANOS_A_MILLI = 1e6;
    private static final int KIB = 1024;

    private final Process process;
    private final long startNanos;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private ViewerProcess(Process process, long startNanos, String url) {
        this.process = process;
        this.startNanos = startNanos;
        this.url = url;
    }

    static ViewerProcess start(Path folder, Path cache) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.colloquy.cli.Main",
                        "view",
                        folder.toString(),
                        "--port",
                        "0",
                        "--cache",
                        cache.toString()));
        long startNanos = System.nanoTime();
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Matcher found = URL.matcher(String.valueOf(out.readLine()));
        if (!found.find()) {
            process.destroy();
            throw new IOException("the viewer did not start");
        }
        return new ViewerProcess(process, startNanos, found.group());
    }

    /** Since the process was started. */
    double seconds() {
        return (System.nanoTime() - startNanos) / NANOS;
    }

    double secondsToFirstRows(String run) throws IOException {
        while (ask("dialogues?run=" + run).path("total").asInt() == 0) {
            pause();
        }
        return seconds();
    }

    /** The run, once its log was read to the end. */
    JsonNode awaitWhole(String run) throws IOException {
        while (true) {
            JsonNode seen = ask("run?run=" + run);
            if (seen.path("index").path("ended").asBoolean()) {
                return seen;
            }
            pause();
        }
    }

    double millisOf(String path) throws IOException {
        long start = System.nanoTime();
        ask(path);
        return (System.nanoTime() - start) / NANOS_A_MILLI;
    }

    /** The most memory that the process ever held, where Linux tells it; else 0. */
    double mostMemoryBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> KIB * Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private JsonNode ask(String path) throws IOException {
        if (seconds() > LIMIT.toSeconds()) {
            throw new IOException("the viewer took longer than " + LIMIT.toMinutes() + " minutes");
        }
        try {
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url + "api/" + path))
                                    .timeout(LIMIT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
