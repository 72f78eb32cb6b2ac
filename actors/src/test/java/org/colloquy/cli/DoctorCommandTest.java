package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {

    @Test
    void tellsProgramsWhatThisMachineOffers() {
        CommandRun run = CommandRun.of("doctor", "--json");
        assertEquals(ExitStatus.WELL, run.status());
        JsonNode found = run.json();
        assertEquals(Runtime.getRuntime().availableProcessors(), found.path("cores").asInt());
        assertTrue(List.of(64, 128, 256, 512).contains(found.path("vectors").path("bits").asInt()));
        assertFalse(found.path("gpu").path("reason").asText().isEmpty());
        for (String part : List.of("jackson", "kryo", "pekko", "picocli")) {
            String version = found.path("parts").path(part).asText();
            assertTrue(version.matches("\\d+\\.\\d+.*"), part + " " + version);
        }
    }

    @Test
    void tellsPeopleTheSame() {
        CommandRun run = CommandRun.of("doctor");
        assertEquals(ExitStatus.WELL, run.status());
        for (String label : List.of("java", "cores", "vectors", "memory", "gpu", "parts")) {
            assertTrue(run.out().lines().anyMatch(line -> line.startsWith(label)), label);
        }
    }
}
