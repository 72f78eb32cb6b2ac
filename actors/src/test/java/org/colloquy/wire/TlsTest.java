package org.colloquy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with certificates of one authority talk; one with others, or with none, is refused. */
final class TlsTest {

    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    private static Path ours;
    private static Path others;

    private final List<ActorSystem> systems = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws IOException {
        ours = DevelopmentCertificates.open(folder.resolve("ours"), 2).issue(HOST, 2);
        others = DevelopmentCertificates.open(folder.resolve("others"), 2).issue(HOST, 2);
    }

    @AfterEach
    void stop() {
        systems.forEach(ActorSystem::terminate);
        systems.forEach(each -> each.getWhenTerminated().toCompletableFuture().join());
    }

    @Test
    void nodesOfOneAuthorityTalk() {
        ActorSystem server = system(tls(ours));
        server.actorOf(Props.create(Echo.class), "echo");
        Object answer = ask(system(tls(ours)), server).orTimeout(60, TimeUnit.SECONDS).join();
        assertEquals("hello", answer);
    }

    /** Its own log says that it was refused, and no message of it has arrived. */
    @Test
    void aNodeOfAnotherAuthorityIsRefused() {
        ActorSystem server = system(tls(ours));
        server.actorOf(Props.create(Echo.class), "echo");
        CompletableFuture<String> refusal = new CompletableFuture<>();
        Handler ear = new Ear(refusal);
        Logger.getLogger("").addHandler(ear);
        try {
            CompletableFuture<Object> answer = ask(system(tls(others)), server);
            refusal.orTimeout(60, TimeUnit.SECONDS).join();
            assertFalse(answer.isDone() && !answer.isCompletedExceptionally());
            answer.cancel(true);
        } finally {
            Logger.getLogger("").removeHandler(ear);
        }
    }

    /** Trusts the node, but has nothing to show. */
    @Test
    void aPeerWithoutACertificateIsRefused() throws Exception {
        ActorSystem server = system(tls(ours));
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(ours.resolve("ca.crt"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trust.init(store);
        context.init(null, trust.getTrustManagers(), null);
        int port = address(server).port().get() instanceof Integer number ? number : 0;
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(HOST, port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            SSLException refusal =
                    assertThrows(
                            SSLException.class,
                            () -> {
                                socket.startHandshake();
                                socket.getInputStream().read();
                            });
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("certificate"),
                    () -> String.valueOf(refusal));
        }
    }

    @Test
    void keysAreForTheirOwnerAndNotWrittenOver() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(ours.resolve("tls.key"))));
        DevelopmentCertificates authority = DevelopmentCertificates.open(folder.resolve("ours"), 2);
        assertThrows(FileAlreadyExistsException.class, () -> authority.issue(HOST, 2));
        assertThrows(IllegalArgumentException.class, () -> authority.issue("../out", 2));
    }

    /** Says what it hears. */
    public static final class Echo extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder().matchAny(any -> sender().tell(any, self())).build();
        }
    }

    /** Waits for a line of the log that tells of a failed handshake. */
    private static final class Ear extends Handler {
        private final CompletableFuture<String> refusal;

        Ear(CompletableFuture<String> refusal) {
            this.refusal = refusal;
        }

        @Override
        public void publish(LogRecord line) {
            String text = line.getMessage() + " " + line.getThrown();
            if (text.contains("SSLHandshakeException")) {
                refusal.complete(text);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static CompletableFuture<Object> ask(ActorSystem client, ActorSystem server) {
        return Patterns.ask(
                        client.actorSelection(address(server) + "/user/echo"), "hello", PATIENCE)
                .toCompletableFuture();
    }

    private static Address address(ActorSystem system) {
        return ((ExtendedActorSystem) system).provider().getDefaultAddress();
    }

    private ActorSystem system(Config config) {
        ActorSystem system = ActorSystem.create("tls", config);
        systems.add(system);
        return system;
    }

    private static Config tls(Path certificates) {
        return ConfigFactory.parseString(
                        "colloquy.tls.dir = \""
                                + certificates
                                + "\"\npekko.actor.provider = remote\n"
                                + "pekko.remote.artery.canonical { hostname = "
                                + HOST
                                + ", port = 0 }\n")
                .withFallback(ConfigFactory.parseResources("tls.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }
}
