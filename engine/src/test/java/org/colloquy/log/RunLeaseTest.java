package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever led a run before cannot write it any more, also if it was only frozen. */
final class RunLeaseTest {

    @TempDir private Path run;

    @Test
    void aLeaderOfBeforeWritesIntoNothing() throws IOException {
        Path log = run.resolve("interactions.jsonl");
        RunLease old = RunLease.take(run, "a:1");
        try (FileChannel frozen =
                FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            frozen.write(ByteBuffer.wrap(new byte[] {'o', 'n', 'e'}));
            RunLease next = RunLease.take(run, "b:2");
            frozen.write(ByteBuffer.wrap(new byte[] {'t', 'w', 'o'}));
            assertEquals("one", Files.readString(log));
            assertEquals(2, next.incarnation());
            assertFalse(old.holds());
            assertTrue(next.holds());
            old.end();
            assertTrue(next.holds(), "an old leader ended the lease of the new one");
        }
    }

    @Test
    void theLockOfAFrozenLeaderDoesNotKeepTheNextOneOut() throws IOException {
        RunLease.take(run, "a:1");
        try (FileChannel frozen =
                FileChannel.open(
                        run.resolve("run.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            assertTrue(frozen.tryLock() != null);
            RunLease.take(run, "b:2");
            RunLock.take(run).close();
        }
    }

    @Test
    void aRunIsOpenUntilItsLeaseEnds() throws IOException {
        Path one = Files.createDirectory(run.resolve("one"));
        Files.createDirectory(run.resolve("nobodys"));
        RunLease lease = RunLease.take(one, "a:1");
        assertEquals(List.of(one), RunLease.open(run));
        lease.end();
        assertEquals(List.of(), RunLease.open(run));
        assertFalse(lease.holds());
    }

    @Test
    void aSpoiltLeaseIsNamed() throws IOException {
        Path file = run.resolve("cluster.lease");
        Files.writeString(file, "many\na:1\n");
        IOException spoilt = assertThrows(IOException.class, () -> RunLease.take(run, "b:2"));
        assertEquals(file + ": 'many' is no incarnation", spoilt.getMessage());
    }
}
