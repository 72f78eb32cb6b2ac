package org.colloquy.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JDK's own tool for keys and certificates, over one store. */
final class Keytool {

    private static final long PATIENCE_MINUTES = 2;
    private static final String PASSWORD = "COLLOQUY_STORE_PASSWORD";

    private final Path tool;
    private final Path store;
    private final String password;

    /**
     * @throws IOException if this Java has no such tool
     */
    Keytool(Path store, String password) throws IOException {
        this.store = store;
        this.password = password;
        tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        if (!Files.isExecutable(tool)) {
            throw new IOException("there is no keytool in " + tool.getParent());
        }
    }

    /**
     * Makes a pair of keys and its certificate.
     *
     * @param more options of {@code keytool -genkeypair}
     */
    void generate(String alias, String subject, List<String> more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                tool.toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-dname",
                                subject,
                                "-keyalg",
                                "RSA",
                                "-keysize",
                                "2048",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass:env",
                                PASSWORD));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD, password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("keytool did not end");
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
        if (process.exitValue() != 0) {
            throw new IOException("keytool: " + said.strip());
        }
    }
}
