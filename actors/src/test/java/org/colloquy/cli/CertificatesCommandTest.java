package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificatesCommandTest {

    @TempDir private Path folder;

    @Test
    void whatIsNoHostOrIsThereIsRefusedBeforeAnythingIsMade() throws Exception {
        Path out = folder.resolve("out");
        for (String hosts : new String[] {"a b", "../up", "good,bad_name", "twice,twice", "a:1"}) {
            CommandRun run =
                    CommandRun.of("certificates", "--out", out.toString(), "--hosts", hosts);
            assertEquals(ExitStatus.BAD_USAGE, run.status(), hosts);
            assertFalse(Files.exists(out), hosts);
        }
        Files.createDirectories(out.resolve("here"));
        CommandRun run = CommandRun.of("certificates", "--out", out.toString(), "--hosts", "here");
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("here has a certificate"), run.err());
    }

    @Test
    void aHostGetsThreeFiles() {
        Path out = folder.resolve("out");
        CommandRun run =
                CommandRun.of(
                        "certificates",
                        "--out",
                        out.toString(),
                        "--hosts",
                        "a.example",
                        "--days",
                        "1");
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        for (String file : new String[] {"tls.key", "tls.crt", "ca.crt"}) {
            assertTrue(Files.exists(out.resolve("a.example").resolve(file)), file);
        }
    }
}
