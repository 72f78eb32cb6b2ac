package org.colloquy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that says in lines what it does, with this one's flags. It holds on to this
 * process by its standard input.
 */
public final class NodeProcess implements AutoCloseable {

    /** A slow machine may take so long to start a JVM and let it join. */
    private static final long PATIENCE_SECONDS = 300;

    private static final long FAREWELL_SECONDS = 60;
    private static final int MOST_LINES = 1024;
    private static final int KIB = 1024;
    private static final String END = "\u0004";

    private final Process process;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);
    private volatile boolean closing;

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "colloquy-node-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** A JVM that runs a class of this class path. */
    static NodeProcess start(List<String> flags, String main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm"))
                .forEach(command::add);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return new NodeProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    /**
     * A node of a cluster, as {@code ./colloquy node} starts it; it may not be a member yet.
     *
     * @param runs the directory that all nodes share
     * @param seeds nodes to join; empty begins a cluster
     */
    public static NodeProcess node(Path runs, List<String> seeds) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("node", "--attached", "--port", "0", "--threads", "1"));
        arguments.addAll(List.of("--runs", runs.toString()));
        if (!seeds.isEmpty()) {
            arguments.addAll(List.of("--join", String.join(",", seeds)));
        }
        return start(List.of("-Xmx1g"), "org.colloquy.cli.Main", arguments);
    }

    /** The node's name, {@code HOST:PORT}, once it is a member. */
    public String up() throws IOException {
        return await("up ");
    }

    /** The rest of the next line that starts so; lines between are dropped. */
    String await(String start) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null || line.equals(END)) {
                    throw new IOException(
                            "a JVM "
                                    + (line == null ? "did not say" : "ended before it said")
                                    + " '"
                                    + start.strip()
                                    + "'");
                }
                if (line.startsWith(start)) {
                    return line.substring(start.length()).strip();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Kill -9. */
    public void kill() {
        closing = true;
        process.destroyForcibly();
        process.onExit().join();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Memory that it holds now, where Linux tells it; else 0. */
    public long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.offer(line);
            }
        } catch (IOException gone) {
            if (!closing) {
                throw new UncheckedIOException(gone);
            }
        } finally {
            lines.offer(END);
        }
    }

    @Override
    public void close() {
        closing = true;
        process.destroy();
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
