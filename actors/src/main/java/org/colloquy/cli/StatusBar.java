package org.colloquy.cli;

import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws how far the work is: a bar, the count, what is to say about it, the time that is left. */
final class StatusBar implements ProgressBarRenderer {

    private static final int WIDEST = 24;

    private final boolean unicode;
    private Optional<First> first = Optional.empty();

    /** When the first steps were done. */
    private record First(long done, Duration elapsed) {}

    StatusBar(boolean unicode) {
        this.unicode = unicode;
    }

    @Override
    public String render(ProgressState state, int columns) {
        String facts =
                " %d/%d  %s%s"
                        .formatted(
                                state.getCurrent(),
                                state.getMax(),
                                state.getExtraMessage(),
                                left(state));
        int room = Math.min(WIDEST, columns - facts.length());
        String line = (room > 2 ? bar(state.getNormalizedProgress(), room) : "") + facts;
        return line.length() <= columns ? line : line.substring(0, columns);
    }

    private String bar(double share, int width) {
        int full = (int) Math.round(share * width);
        String done = unicode ? "\u2501" : "=";
        String open = unicode ? "\u2500" : "-";
        return done.repeat(full) + open.repeat(width - full);
    }

    /** By the pace since the first step was done; nothing before the second and after the last. */
    private String left(ProgressState state) {
        long done = state.getCurrent();
        if (done == 0) {
            return "";
        }
        Duration elapsed = state.getElapsedAfterStart();
        if (first.isEmpty()) {
            first = Optional.of(new First(done, elapsed));
        }
        long since = done - first.get().done();
        if (since == 0 || done >= state.getMax()) {
            return "";
        }
        long seconds =
                elapsed.minus(first.get().elapsed())
                        .multipliedBy(state.getMax() - done)
                        .dividedBy(since)
                        .toSeconds();
        return seconds >= 3600
                ? "  %d:%02d:%02d left".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
                : "  %d:%02d left".formatted(seconds / 60, seconds % 60);
    }
}
