package org.colloquy.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. The {@code Host} header must name this machine as the viewer was told to serve it,
 * so that no foreign page can reach it under a name of its own (DNS rebinding); and on any address
 * but loopback each request must carry the token.
 *
 * @param token empty where none is needed
 */
public record Gate(String host, Optional<String> token) {

    static final String COOKIE = "colloquy-token";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** A decision. */
    public enum Verdict {
        ENTER,
        /** The token came in the address; it moves into a cookie, out of sight. */
        TAKE_COOKIE,
        WRONG_HOST,
        NO_TOKEN
    }

    /** Whether only this machine reaches the host. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host);
    }

    /**
     * Decides.
     *
     * @param asked the host that the request names, without the port
     * @param inAddress the token in the address, empty if none
     * @param carried tokens in the cookie or the authorization, empty if none
     */
    public Verdict decide(String asked, String inAddress, String carried) {
        if (!knows(asked)) {
            return Verdict.WRONG_HOST;
        }
        if (token.isEmpty() || same(token.get(), carried)) {
            return Verdict.ENTER;
        }
        return same(token.get(), inAddress) ? Verdict.TAKE_COOKIE : Verdict.NO_TOKEN;
    }

    /** With a token any address of this machine will do, but no name that was not given. */
    private boolean knows(String asked) {
        String plain = asked.toLowerCase(java.util.Locale.ROOT);
        return plain.equals(host)
                || isLoopback(plain)
                || token.isPresent() && plain.matches("[0-9.]+|\\[[0-9a-f:.]+]");
    }

    /** Takes as long whatever the first difference is. */
    private static boolean same(String wanted, String given) {
        return MessageDigest.isEqual(
                wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
