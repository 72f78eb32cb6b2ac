package org.colloquy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.LogDigest;
import org.colloquy.log.LogException;
import org.colloquy.log.LogGrammar;
import org.colloquy.log.LogProblem;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.log.RunManifest;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.scenario.ScenarioProblems;

/**
 * What came of verifying a run from its record alone, without any model: the running hash, the
 * place of every record, every decision recomputed, and {@code run.json} against the log.
 *
 * @param records that were found right
 * @param ended whether the log holds the run's end; one that does not is of an unfinished run
 * @param trained whether it is of a training run, so that learning was recomputed, too
 * @param first the first thing that is wrong; empty if nothing is
 */
public record Verification(
        Status status,
        long records,
        boolean ended,
        boolean trained,
        Optional<Difference> first,
        String hint) {

    /** How a record stands to what it is compared with. */
    public enum Status {
        IDENTICAL,
        /** The log is sound in itself but says something else than what follows from it. */
        DIVERGED,
        /** The log is missing, torn or altered. */
        CORRUPT
    }

    /**
     * Verifies a run directory.
     *
     * @throws IOException if it cannot be read; what is wrong with its content is in the result
     */
    public static Verification of(Path run) throws IOException {
        RunManifest manifest;
        try {
            manifest = RunManifest.read(run);
        } catch (LogException e) {
            return corrupt(0, e.problem());
        }
        return new Pass(Optional.of(manifest)).over(run.resolve(manifest.log()));
    }

    /** Verifies a log without its run directory. */
    public static Verification ofLog(Path log) throws IOException {
        return new Pass(Optional.empty()).over(log);
    }

    private static Verification corrupt(long records, LogProblem problem) {
        Difference first =
                new Difference(
                        problem.seq().orElse(records),
                        problem.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                        problem.sentence(),
                        "a sound record");
        return new Verification(
                Status.CORRUPT, records, false, false, Optional.of(first), problem.hint());
    }

    /** One reading of a log. */
    private static final class Pass {

        private final Optional<RunManifest> manifest;
        private final LogGrammar grammar = new LogGrammar();
        private Optional<Recomputation> recomputation = Optional.empty();
        private LogDigest digest = LogDigest.START;
        private long records;

        Pass(Optional<RunManifest> manifest) {
            this.manifest = manifest;
        }

        Verification over(Path log) throws IOException {
            try (LogReader reader = LogReader.open(log)) {
                for (Optional<Recorded> next = reader.next();
                        next.isPresent();
                        next = reader.next()) {
                    Optional<Difference> difference = check(next.get());
                    if (difference.isPresent()) {
                        return diverged(difference.get());
                    }
                    digest = next.get().digest();
                    records++;
                }
            } catch (LogException e) {
                return corrupt(records, e.problem());
            }
            return atEnd();
        }

        private Optional<Difference> check(Recorded record) throws LogException {
            Optional<String> complaint = grammar.accept(record.event());
            if (complaint.isPresent()) {
                throw new LogException(new LogProblem.Misplaced(record.seq(), complaint.get()));
            }
            if (record.event() instanceof RunStarted started) {
                Optional<Difference> difference = begin(record.seq(), started);
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return recomputation.orElseThrow().check(record);
        }

        private Optional<Difference> begin(long seq, RunStarted started) throws LogException {
            try {
                recomputation = Optional.of(new Recomputation(started));
            } catch (ScenarioProblems | IllegalArgumentException e) {
                throw new LogException(
                        new LogProblem.Malformed(seq, "its scenario: " + e.getMessage()), e);
            }
            return manifest.flatMap(json -> againstManifest(seq, started, json));
        }

        private static Optional<Difference> againstManifest(
                long seq, RunStarted started, RunManifest json) {
            return named(
                            "run.json scenario",
                            FieldComparison.of(
                                    seq, started.scenario().text(), json.scenario().text()))
                    .or(
                            () ->
                                    named(
                                            "run.json seed",
                                            FieldComparison.of(seq, started.seed(), json.seed())))
                    .or(
                            () ->
                                    named(
                                            "run.json agents",
                                            FieldComparison.of(
                                                    seq, started.agents(), json.agents())));
        }

        private static Optional<Difference> named(String field, Optional<Difference> found) {
            return found.map(
                    each ->
                            new Difference(
                                    each.seq(),
                                    field + each.field(),
                                    each.recorded(),
                                    each.recomputed()));
        }

        private Verification atEnd() {
            if (records == 0) {
                return corrupt(0, new LogProblem.Missing("the log is empty", "run it again"));
            }
            boolean mustEnd = manifest.map(json -> json.digest().isPresent()).orElse(false);
            boolean unfinished = manifest.isPresent() && !mustEnd;
            if (!grammar.ended() && !unfinished) {
                return corrupt(
                        records,
                        new LogProblem.Missing(
                                "the log ends without the run's end",
                                "restore it, or resume the run"));
            }
            Optional<String> stated = manifest.flatMap(RunManifest::digest);
            if (stated.isPresent() && !stated.get().equals(digest.hex())) {
                return diverged(
                        new Difference(records - 1, "run.json digest", digest.hex(), stated.get()));
            }
            boolean wronglyDone =
                    !mustEnd
                            && manifest.map(json -> json.status() == RunStatus.FINISHED)
                                    .orElse(false);
            if (wronglyDone) {
                return diverged(
                        new Difference(records - 1, "run.json digest", digest.hex(), "none"));
            }
            return new Verification(
                    Status.IDENTICAL, records, grammar.ended(), trained(), Optional.empty(), "");
        }

        private boolean trained() {
            return recomputation.map(Recomputation::trained).orElse(false);
        }

        private Verification diverged(Difference difference) {
            return new Verification(
                    Status.DIVERGED,
                    records,
                    grammar.ended(),
                    trained(),
                    Optional.of(difference),
                    "the log and what follows from it differ: it was changed, or written by"
                            + " another version");
        }
    }
}
