package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.colloquy.wire.DevelopmentCertificates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes certificates for a cluster's nodes. */
@Command(
        name = "certificates",
        description = "Make an authority and certificates for a cluster's nodes, for development.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy certificates --out certificates --hosts 10.0.0.1,10.0.0.2",
            "  ./colloquy certificates --out certificates --hosts 10.0.0.3",
            "",
            "Each host has a folder with tls.key, tls.crt and ca.crt; see docs/security.md. The",
            "second command adds a host under the same authority."
        })
final class CertificatesCommand implements Callable<Integer> {

    private static final int MOST_DAYS = 3650;

    private final Screen screen;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the authority and the hosts' folders are.")
    private Path out = Path.of("");

    @Option(
            names = "--hosts",
            required = true,
            split = ",",
            paramLabel = "HOST",
            description = "Names or IPv4 addresses of the nodes' hosts, with commas between.")
    private List<String> hosts = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How long they are valid; ${DEFAULT-VALUE} by default.")
    private int days;

    CertificatesCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (days < 1 || days > MOST_DAYS) {
            throw CommandFailure.badUsage("--days " + days, "choose 1 to " + MOST_DAYS);
        }
        for (String host : hosts) {
            if (!DevelopmentCertificates.isHost(host)) {
                throw CommandFailure.badUsage(
                        "'" + host + "' is no host", "give a name or an IPv4 address");
            }
            if (Files.exists(out.resolve(host)) || hosts.indexOf(host) != hosts.lastIndexOf(host)) {
                throw CommandFailure.badUsage(
                        host + " has a certificate in " + out,
                        "remove its folder for a new one, or choose another --out");
            }
        }
        DevelopmentCertificates authority = DevelopmentCertificates.open(out, days);
        for (String host : hosts) {
            screen.out().println(screen.safe(authority.issue(host, days).toString()));
        }
        return ExitStatus.WELL;
    }
}
