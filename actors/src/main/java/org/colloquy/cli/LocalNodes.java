package org.colloquy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Nodes of a cluster as JVMs of their own on this machine, over loopback, on ports that the system
 * chooses.
 *
 * <p>They hold on to this process by their standard input: however it ends, they end too.
 */
final class LocalNodes implements AutoCloseable {

    /** How long a node may take to become a member; the machine may be slow. */
    private static final long PATIENCE_SECONDS = 180;

    private static final long FAREWELL_SECONDS = 30;

    private final Path runs;
    private final int threads;
    private final List<Node> nodes = new ArrayList<>();

    /** A started node; {@code name} is done when it is a member. */
    private record Node(Process process, CompletableFuture<String> name) {}

    /**
     * @param runs the directory that they share
     * @param threads of each
     */
    LocalNodes(Path runs, int threads) {
        this.runs = runs;
        this.threads = threads;
    }

    /** Starts so many nodes and waits until all are members; their names. */
    List<String> start(int count) throws IOException {
        List<String> names = new ArrayList<>();
        nodes.add(start(List.of()));
        names.add(await(nodes.getFirst()));
        for (int i = 1; i < count; i++) {
            nodes.add(start(List.of("--join", names.getFirst())));
        }
        for (Node node : nodes.subList(1, nodes.size())) {
            names.add(await(node));
        }
        return names;
    }

    private Node start(List<String> more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.colloquy.cli.Main",
                        "node",
                        "--attached",
                        "--port",
                        "0",
                        "--runs",
                        runs.toString(),
                        "--threads",
                        Integer.toString(threads)));
        command.addAll(more);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        CompletableFuture<String> name = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, name), "colloquy-node-output");
        reader.setDaemon(true);
        reader.start();
        return new Node(process, name);
    }

    private static void read(Process process, CompletableFuture<String> name) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("up ")) {
                    name.complete(line.substring(3).strip());
                }
            }
            name.completeExceptionally(new IOException("a node ended before it was a member"));
        } catch (IOException broken) {
            name.completeExceptionally(broken);
        }
    }

    private static String await(Node node) throws IOException {
        try {
            return node.name().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("a node did not become a member: " + failure, failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interruption);
        }
    }

    /** Process ids, in the order of the names. */
    List<Long> pids() {
        return nodes.stream().map(node -> node.process().pid()).toList();
    }

    /** Has all leave, and ends those that do not. */
    @Override
    public void close() {
        nodes.forEach(node -> node.process().destroy());
        for (Node node : nodes) {
            try {
                if (!node.process().waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                    node.process().destroyForcibly();
                }
            } catch (InterruptedException hurry) {
                node.process().destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
