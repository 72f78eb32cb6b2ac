package org.colloquy.cli;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.colloquy.web.ViewerServer.Address;
import picocli.CommandLine.Option;

/** {@code --token}, for every command that serves. */
final class AccessToken {

    private static final int BYTES = 16;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "What every request must carry; made up for any other address.")
    private String token = "";

    /**
     * What requests must carry; empty for none, which only loopback may have.
     *
     * @throws CommandFailure if the token that was given makes no sense
     */
    Optional<String> secret(String host) {
        if (!token.isEmpty() && !token.matches("[A-Za-z0-9._~-]{8,128}")) {
            throw CommandFailure.badUsage(
                    "--token must be 8 to 128 letters, digits or . _ ~ -",
                    "leave it out to get one");
        }
        if (!token.isEmpty()) {
            return Optional.of(token);
        }
        if (Address.needsToken(host)) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            return Optional.of(HexFormat.of().formatHex(bytes));
        }
        return Optional.empty();
    }
}
