package org.colloquy.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Nodes of a cluster, each a JVM of its own over loopback, to be frozen and killed. */
final class ClusterOfJvms implements AutoCloseable {

    private static final long LIMIT_SECONDS = 300;

    private final Path runs;
    private final List<Node> nodes = new ArrayList<>();

    /**
     * A node.
     *
     * @param name {@code HOST:PORT}
     * @param says what it prints as errors, to its end
     */
    record Node(Process process, String name, CompletableFuture<String> says) {

        /** Takes all processor time from it, as a machine that hangs does. */
        void freeze() throws Exception {
            signal("STOP");
        }

        void thaw() throws Exception {
            signal("CONT");
        }

        /** Kill -9. */
        void kill() throws Exception {
            process.destroyForcibly().waitFor();
        }

        private void signal(String name) throws Exception {
            int status =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + ": " + status);
            }
        }
    }

    /**
     * @param runs the shared directory
     */
    ClusterOfJvms(Path runs) {
        this.runs = runs;
    }

    /** Starts nodes one beside the other; they join the first one that lives. */
    List<Node> start(int count) throws Exception {
        int before = nodes.size();
        if (before == 0) {
            nodes.add(await(process()));
        }
        List<Process> starting = new ArrayList<>();
        String[] join = {"--join", living()};
        for (int i = nodes.size() - before; i < count; i++) {
            starting.add(process(join));
        }
        for (Process process : starting) {
            nodes.add(await(process));
        }
        return List.copyOf(nodes.subList(before, nodes.size()));
    }

    /** Names of all nodes, also of those that are gone. */
    String names() {
        return String.join(",", nodes.stream().map(Node::name).toList());
    }

    private String living() {
        return nodes.stream()
                .filter(node -> node.process().isAlive())
                .map(Node::name)
                .findFirst()
                .orElseThrow();
    }

    private Process process(String... more) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("node", "--attached", "--port", "0", "--threads", "1"));
        arguments.addAll(List.of("--runs", runs.toString()));
        arguments.addAll(List.of(more));
        return Colloquy.with("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4")
                .command(arguments.toArray(String[]::new))
                .start();
    }

    private static Node await(Process process) throws Exception {
        CompletableFuture<String> name = new CompletableFuture<>();
        CompletableFuture<String> says = new CompletableFuture<>();
        reader(process.getInputStream(), name, new CompletableFuture<>());
        reader(process.getErrorStream(), new CompletableFuture<>(), says);
        return new Node(process, name.get(LIMIT_SECONDS, TimeUnit.SECONDS), says);
    }

    private static void reader(
            java.io.InputStream in, CompletableFuture<String> up, CompletableFuture<String> all) {
        Thread thread =
                new Thread(
                        () -> {
                            StringBuilder text = new StringBuilder();
                            try (BufferedReader lines =
                                    new BufferedReader(
                                            new InputStreamReader(in, StandardCharsets.UTF_8))) {
                                for (String line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    text.append(line).append('\n');
                                    if (line.startsWith("up ")) {
                                        up.complete(line.substring(3));
                                    }
                                }
                                all.complete(text.toString());
                            } catch (IOException broken) {
                                all.completeExceptionally(broken);
                            }
                            up.completeExceptionally(new IOException("ended: " + text));
                        },
                        "node-output");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws Exception {
        for (Node node : nodes) {
            node.process().destroyForcibly().waitFor();
        }
    }
}
