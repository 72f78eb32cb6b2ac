package org.colloquy.web.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedModelsTest {

    @TempDir private Path folder;

    @Test
    void findsModelsByTheirNames() throws IOException {
        model("models/eve");
        model("run/checkpoints/000002/ada");
        model("run/checkpoints/000010/ada");
        model("run/checkpoints/000010/bel");
        Files.writeString(folder.resolve("run/run.json"), "{}");
        assertEquals(
                Map.of("ada", "builtin:ada", "eve", place("models/eve")),
                ServedModels.find(List.of("builtin:ada", place("models/eve"))));
        Map<String, String> newest =
                Map.of(
                        "ada", place("run/checkpoints/000010/ada"),
                        "bel", place("run/checkpoints/000010/bel"));
        assertEquals(newest, ServedModels.find(List.of(place("run"))));
        assertEquals(newest, ServedModels.find(List.of(place("run/checkpoints/000010"))));
        assertEquals(
                Map.of("ada", place("run/checkpoints/000002/ada")),
                ServedModels.find(List.of(place("run/checkpoints/000002"))));
    }

    @Test
    void whatHoldsNoModelIsNamed() throws IOException {
        model("models/ada");
        Files.createDirectories(folder.resolve("empty"));
        for (List<String> sources :
                List.of(
                        List.of(place("nothing")),
                        List.of(place("empty")),
                        List.of("builtin:ada", place("models/ada")))) {
            IOException named = assertThrows(IOException.class, () -> ServedModels.find(sources));
            assertTrue(named.getMessage().startsWith(sources.getLast()), named.getMessage());
        }
    }

    private String place(String name) {
        return folder.resolve(name).toString();
    }

    private void model(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("config.json"), "{}");
    }
}
