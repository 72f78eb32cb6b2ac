package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.colloquy.web.index.RunIndex;
import org.colloquy.web.index.RunIndex.Snapshot;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunFolder;
import org.colloquy.web.view.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run as one HTML file. */
@Command(
        name = "report",
        description = {
            "Write a run as one HTML file that opens offline: its figures, its pictures,",
            "and the dialogues that the discussion changed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./colloquy report runs/RUN --out report.html"})
final class ReportCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(paramLabel = "RUN_DIR", description = "A run directory, which is only read.")
    private Path run = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write; by default ${DEFAULT-VALUE}.")
    private Path out = Path.of("report.html");

    ReportCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        FoundRun found = found();
        Path log = found.path().resolve(found.manifest().orElseThrow().log());
        if (!Files.isRegularFile(log)) {
            throw CommandFailure.badUsage(run + " has no log yet", "wait until it has one");
        }
        Path rows = Files.createTempDirectory("colloquy-report-");
        try (RunIndex index =
                RunIndex.open(rows, log, found.manifest().orElseThrow().agents().size())) {
            index.advance(() -> true);
            Snapshot snapshot = index.snapshot();
            Files.writeString(out, RunReport.html(found, log, snapshot, index.rows(snapshot)));
            snapshot.problem().ifPresent(problem -> screen.err().println("colloquy: " + problem));
            screen.out().println("wrote " + out);
            return snapshot.problem().isPresent() ? ExitStatus.DIVERGED : ExitStatus.WELL;
        } finally {
            remove(rows);
        }
    }

    private FoundRun found() throws IOException {
        List<FoundRun> runs =
                Files.isDirectory(run) && new RunFolder(run).isRun()
                        ? new RunFolder(run).runs()
                        : List.of();
        if (runs.isEmpty()) {
            throw CommandFailure.badUsage(
                    run + " is no run directory", "name a directory that colloquy run wrote");
        }
        FoundRun found = runs.getFirst();
        if (found.manifest().isEmpty()) {
            throw CommandFailure.badUsage(found.problem(), "");
        }
        return found;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
