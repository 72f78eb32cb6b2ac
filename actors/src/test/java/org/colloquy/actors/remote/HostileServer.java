package org.colloquy.actors.remote;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server over a real socket that does to each request what its script says. */
final class HostileServer implements AutoCloseable {

    /** What happens to one request, whose text is given. */
    interface Act {
        void answer(OutputStream out, InputStream in, String request) throws IOException;
    }

    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final AtomicLong written = new AtomicLong();

    /** Opens when a client that was kept waiting has gone. */
    final CountDownLatch gone = new CountDownLatch(1);

    /** What came, head and body. */
    final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<Act> script = new ConcurrentLinkedQueue<>();
    private final Act otherwise;
    private final ServerSocket socket;

    /** Does the acts in order, and then the other one. */
    HostileServer(Act otherwise, Act... first) throws IOException {
        this.otherwise = otherwise;
        script.addAll(java.util.List.of(first));
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String request = request(in);
            heard.add(request);
            requests.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Act act = script.poll();
            try {
                (act == null ? otherwise : act).answer(client.getOutputStream(), in, request);
            } finally {
                atOnce.decrementAndGet();
            }
        } catch (IOException clientWentAway) {
            gone.countDown();
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) octet(in));
        }
        String head = text.toString().toLowerCase(java.util.Locale.ROOT);
        int length = head.indexOf("content-length: ");
        if (length >= 0) {
            int from = length + "content-length: ".length();
            int bytes = Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
            text.append(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        } else {
            while (text.indexOf("0\r\n\r\n", head.length() - 1) < 0) {
                text.append((char) octet(in));
            }
        }
        return text.toString();
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new IOException("gone");
        }
        return octet;
    }

    /** An answer with a status, some header lines and a body. */
    static Act say(int status, String headers, String body) {
        return (out, in, request) -> send(out, status, headers, body);
    }

    /** A stream of these chunks, whole or cut off after them. */
    static Act stream(boolean whole, String... chunks) {
        StringBuilder body = new StringBuilder();
        for (String chunk : chunks) {
            body.append("data: ").append(chunk).append("\n\n");
        }
        return say(
                200,
                "Content-Type: text/event-stream\r\n",
                body + (whole ? "data: [DONE]\n\n" : ""));
    }

    /** A good answer, streamed, of one text. */
    static Act good(String text) {
        return stream(
                true,
                delta("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "null"),
                delta("{}", "\"stop\""),
                "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
                        + "\"total_tokens\":10}}");
    }

    static String delta(String delta, String finish) {
        return "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                        .formatted(delta, finish);
    }

    /** Says nothing until the client goes. */
    Act hang() {
        return (out, in, request) -> {
            while (in.read() >= 0) {
                Thread.onSpinWait();
            }
            gone.countDown();
        };
    }

    /** Begins well and then says the same for ever, a piece each so many milliseconds. */
    Act endless(String piece, long pauseMillis) {
        return (out, in, request) -> {
            send(out, 200, "Content-Type: text/event-stream\r\n", "");
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(bytes);
                out.flush();
                written.addAndGet(bytes.length);
                java.util.concurrent.locks.LockSupport.parkNanos(pauseMillis * 1_000_000);
            }
        };
    }

    private static void send(OutputStream out, int status, String headers, String body)
            throws IOException {
        String head = "HTTP/1.1 " + status + " Said\r\n" + headers + "Connection: close\r\n\r\n";
        out.write((head + body).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
