package org.colloquy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Downloads a benchmark's file and checks its digest. Where no digest is known, that of the first
 * download is kept in a file beside it, and later ones must have the same.
 */
@Command(
        name = "get",
        description = "Download a benchmark's file and check its digest.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy data get gsm8k",
            "  ./colloquy data get math-500 --dir ~/benchmarks"
        })
final class DataGetCommand implements Callable<Integer> {

    private static final long MAX_BYTES = 256L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Screen screen;

    @Parameters(paramLabel = "NAME", description = "One of those of data list.")
    private String name = "";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where it goes; default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("data");

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "Another place that has the same file.")
    private Optional<String> mirror = Optional.empty();

    DataGetCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataSet set =
                Stream.of(DataSet.values())
                        .filter(each -> each.label().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        CommandFailure.badUsage(
                                                "there is no benchmark named " + name,
                                                "use one of "
                                                        + String.join(", ", DataSet.labels())));
        Path file = folder.resolve(set.label() + ".jsonl");
        Path pin = folder.resolve(set.label() + ".sha256");
        Optional<String> wanted = set.digest().or(() -> pinned(pin));
        if (Files.isRegularFile(file)) {
            check(file, digestOf(file), wanted);
            return done(set, file, "is there", pin, wanted);
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(set.label() + ".part");
        try {
            download(set, part, file);
            check(part, digestOf(part), wanted);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return done(set, file, "downloaded", pin, wanted);
    }

    private int done(DataSet set, Path file, String how, Path pin, Optional<String> wanted)
            throws IOException {
        screen.out().println(screen.safe(file + ": " + how));
        if (wanted.isEmpty()) {
            Files.writeString(pin, digestOf(file) + "\n");
            screen.out()
                    .println(
                            screen.safe(
                                    "No digest of it is known; its own is kept in "
                                            + pin
                                            + ", and later downloads must have the same."));
        }
        screen.out().println("Licence: " + set.licence());
        screen.out()
                .println(
                        screen.safe(
                                "In a scenario: questions: {source: file, path: "
                                        + file.toAbsolutePath().normalize()
                                        + ", format: "
                                        + set.format().label()
                                        + "}"));
        return ExitStatus.WELL;
    }

    private void download(DataSet set, Path part, Path file)
            throws IOException, InterruptedException {
        String address = mirror.orElse(set.address());
        String hint = "get " + set.address() + " elsewhere and put it at " + file;
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException malformed) {
            throw CommandFailure.badUsage("'" + address + "' is no URL", "write https://...");
        }
        if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
            throw CommandFailure.badUsage(
                    "'" + address + "' is no web address", "write https://...");
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(Redirect.NORMAL)
                        .connectTimeout(PATIENCE)
                        .build()) {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new CommandFailure(
                            ExitStatus.FAILED, address + " answers " + response.statusCode(), hint);
                }
                copy(body, part);
            }
        } catch (IOException unreachable) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    address + " cannot be read (" + unreachable.getClass().getSimpleName() + ")",
                    hint);
        }
    }

    private static void copy(InputStream body, Path part) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long sum = 0;
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                sum += read;
                if (sum > MAX_BYTES) {
                    throw new CommandFailure(
                            ExitStatus.FAILED, "it is longer than " + MAX_BYTES + " bytes", "");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private static void check(Path file, String digest, Optional<String> wanted) {
        if (wanted.isPresent() && !wanted.get().equals(digest)) {
            throw new CommandFailure(
                    ExitStatus.DIVERGED,
                    file + " has the SHA-256 " + digest + ", not " + wanted.get(),
                    "it is another file than was published; remove it and get it again");
        }
    }

    private static Optional<String> pinned(Path pin) {
        try {
            return Files.isRegularFile(pin)
                    ? Optional.of(Files.readString(pin).strip())
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw CommandFailure.badUsage(
                    pin + " cannot be read", "make it readable, or remove it to pin anew");
        }
    }

    private static String digestOf(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
