package org.colloquy.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The checked-out repository that the tests run in. */
final class Repository {
    static final List<String> MODULES =
            List.of("engine", "actors", "cuda-kernels", "peer", "tests");

    private static final Path ROOT = root();
    private static final Set<String> NOT_OURS = Set.of("target", "runs", ".git", ".idea");

    private Repository() {}

    /** The folder that holds the parent pom and the launcher. */
    static Path root(String... below) {
        return ROOT.resolve(String.join("/", below));
    }

    /** The path of a file of ours as it is written in messages and exceptions. */
    static String nameOf(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /**
     * All files below a folder whose name ends so, in order of path; none if there is no folder.
     */
    static List<Path> files(Path folder, String... endings) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(Repository::ours)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ours(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("colloquy"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("The tests must run inside the repository");
        }
        return folder;
    }
}
