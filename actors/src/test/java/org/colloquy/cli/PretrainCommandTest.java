package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PretrainCommandTest {

    private static final String RECIPE =
            """
            name: tiny
            pretrain:
              model: {layers: 1, width: 8, heads: 1, key-value-heads: 1, head-width: 8,
                      feed-forward: 16, positions: 512}
              batch: 1
              steps: 2
              warm-up-steps: 0
            """;

    @TempDir private Path folder;

    @Test
    void theSameRecipeGivesTheSameBytes() throws IOException {
        Path recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE);
        JsonNode first = pretrain(recipe, folder.resolve("a"), "1");
        JsonNode second = pretrain(recipe, folder.resolve("b"), "2");
        assertEquals(first.path("sha256"), second.path("sha256"));
        assertEquals(64, first.path("sha256").asText().length());
        assertEquals(2, first.path("steps").asInt());
        assertTrue(Files.exists(folder.resolve("a").resolve("model.safetensors")));
    }

    private static JsonNode pretrain(Path recipe, Path out, String threads) {
        CommandRun run =
                CommandRun.of(
                        "pretrain",
                        recipe.toString(),
                        "--json",
                        "--threads",
                        threads,
                        "--out",
                        out.toString());
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        return run.json();
    }

    @Test
    void mistakesOfTheRecipeAreAllToldAtOnce() throws IOException {
        Path recipe =
                Files.writeString(
                        folder.resolve("wrong.yaml"),
                        "name: x\npretrain: {stepz: 1, batch: none}\n");
        CommandRun run = CommandRun.of("pretrain", recipe.toString());
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertEquals(2, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("wrong.yaml:2:"), run.err());
    }

    @Test
    void zeroThreadsAreBadUsage() {
        CommandRun run = CommandRun.of("pretrain", "x.yaml", "--threads", "0");
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("--threads is 0"), run.err());
    }
}
