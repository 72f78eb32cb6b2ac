package org.colloquy.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** Draws how far the work is: a bar, the count, what is to say about it, the time that is left. */
final class StatusBar implements ProgressBarRenderer {

    private static final int WIDEST = 24;

    private final boolean unicode;

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

    /** By the pace so far; nothing before the first step and after the last. */
    private static String left(ProgressState state) {
        long done = state.getCurrent();
        if (done == 0 || done >= state.getMax()) {
            return "";
        }
        Duration elapsed = state.getElapsedAfterStart();
        long seconds = elapsed.multipliedBy(state.getMax() - done).dividedBy(done).toSeconds();
        return seconds >= 3600
                ? "  %d:%02d:%02d left".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
                : "  %d:%02d left".formatted(seconds / 60, seconds % 60);
    }
}
