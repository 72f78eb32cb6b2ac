package org.colloquy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.colloquy.dialogue.AgentName;
import org.colloquy.evaluation.Evaluated;
import org.colloquy.evaluation.Interval;
import org.colloquy.evaluation.Proportion;
import org.colloquy.evaluation.ScoreDifference;
import org.colloquy.evaluation.ScoreRow;

/** The tables of an evaluation, in percent. */
final class ScoreTable {

    private static final String ALONE = "  %7s  %13s";
    private static final String SAMPLED = "  %7s  %7s  %10s";
    private static final String DISCUSSED = "  %7s  %13s  %12s";

    private final Screen screen;

    ScoreTable(Screen screen) {
        this.screen = screen;
    }

    /** Alone by family and level, then what discussions came to. */
    String scores(Evaluated evaluated) {
        List<ScoreRow> rows = ScoreRow.of(evaluated);
        int names = rows.stream().mapToInt(row -> label(row).length()).max().orElse(0);
        List<String> lines = new ArrayList<>(alone(evaluated.cast(), rows, names));
        if (!evaluated.discussed().isEmpty()) {
            lines.add("");
            lines.addAll(discussed(evaluated, rows, names));
        }
        return String.join("\n", lines);
    }

    private List<String> alone(List<AgentName> cast, List<ScoreRow> rows, int names) {
        List<String> lines = new ArrayList<>();
        lines.add(screen.palette().bold(Paragraph.pad("alone", names) + aloneHead(rows)));
        for (ScoreRow row : rows) {
            if (row.protocol().equals(ScoreRow.SOLO)) {
                String sampled =
                        row.sampled()
                                .map(
                                        s ->
                                                SAMPLED.formatted(
                                                        percent(s.mean()),
                                                        percent(s.pass()),
                                                        percent(s.majority().share())))
                                .orElse("");
                lines.add(
                        name(cast, row, label(row), names)
                                + ALONE.formatted(
                                        percent(row.right().share()), range(row.right().wilson()))
                                + sampled);
            }
        }
        return lines;
    }

    private static String aloneHead(List<ScoreRow> rows) {
        String sampled =
                rows.getFirst()
                        .sampled()
                        .map(
                                s ->
                                        SAMPLED.formatted(
                                                "mean@" + s.k(),
                                                "pass@" + s.k(),
                                                "majority@" + s.k()))
                        .orElse("");
        return ALONE.formatted("greedy", "95 % interval") + sampled;
    }

    private List<String> discussed(Evaluated evaluated, List<ScoreRow> rows, int names) {
        List<String> lines = new ArrayList<>();
        String head = DISCUSSED.formatted("final", "95 % interval", "of solvable");
        lines.add(screen.palette().bold(Paragraph.pad("together", names) + head));
        for (ScoreRow row : rows) {
            if (!row.protocol().equals(ScoreRow.SOLO) && row.group().kind().equals("all")) {
                lines.add(
                        name(evaluated.cast(), row, row.agent() + " " + row.protocol(), names)
                                + DISCUSSED.formatted(
                                        percent(row.right().share()),
                                        range(row.right().wilson()),
                                        row.ofSolvable()
                                                .map(Proportion::share)
                                                .map(ScoreTable::percent)
                                                .orElse("")));
            }
        }
        lines.add(
                Counted.of(evaluated.solvable().size(), "question")
                        + " of %d solvable: some agent is right alone"
                                .formatted(evaluated.questions().size()));
        return lines;
    }

    /** How the second weights differ from the first. */
    String differences(List<ScoreDifference> differences) {
        String head = "second minus first, in points, by paired bootstrap over the questions";
        return screen.palette().bold(head)
                + differences.stream()
                        .map(
                                one ->
                                        String.format(
                                                Locale.ROOT,
                                                "%n%-16s %+6.1f  (%+.1f to %+.1f)"
                                                        + "  not above 0 in %.2f %% of resamples",
                                                one.agent() + " " + one.protocol(),
                                                100 * one.bootstrap().difference(),
                                                100 * one.bootstrap().interval().low(),
                                                100 * one.bootstrap().interval().high(),
                                                100 * one.bootstrap().notBetter()))
                        .collect(Collectors.joining());
    }

    private String name(List<AgentName> cast, ScoreRow row, String label, int width) {
        return row.group().kind().equals("all")
                ? screen.palette().agent(cast.indexOf(row.agent()), Paragraph.pad(label, width))
                : Paragraph.pad(label, width);
    }

    private String label(ScoreRow row) {
        return switch (row.group().kind()) {
            case "family" -> "  " + screen.safe(row.group().name());
            case "level" -> "  level " + row.group().name();
            default ->
                    row.protocol().equals(ScoreRow.SOLO)
                            ? row.agent().value()
                            : row.agent() + " " + row.protocol();
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String range(Interval interval) {
        return String.format(
                Locale.ROOT, "%.1f to %.1f", 100 * interval.low(), 100 * interval.high());
    }
}
