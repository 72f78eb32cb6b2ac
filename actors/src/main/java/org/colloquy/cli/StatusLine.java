package org.colloquy.cli;

import java.util.concurrent.locks.ReentrantLock;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * A progress bar that stays below the lines that scroll by.
 *
 * <p>The bar is drawn by its own timer thread; a lock keeps it and the lines apart. Lines are never
 * longer than the terminal is wide, so that one erase takes the whole bar away.
 */
final class StatusLine implements AutoCloseable {

    private static final String ERASE = "\r\u001b[K";
    private static final int REDRAW_MILLIS = 200;

    private final Screen screen;
    private final ReentrantLock turn = new ReentrantLock();
    private final ProgressBar bar;
    private String drawn = "";
    private boolean closed;

    /**
     * @param total of steps to come
     * @param message until the first step is shown
     */
    StatusLine(Screen screen, long total, String message) {
        this.screen = screen;
        this.bar =
                new ProgressBarBuilder()
                        .setInitialMax(total)
                        .setUpdateIntervalMillis(REDRAW_MILLIS)
                        .continuousUpdate()
                        .setRenderer(new StatusBar(screen.unicode()))
                        .setConsumer(
                                new DelegatingProgressBarConsumer(this::draw, screen.columns() - 1))
                        .build();
        bar.setExtraMessage(message);
    }

    /** Sets how far the work is and what is said behind the bar. */
    void show(long done, String message) {
        bar.setExtraMessage(message);
        bar.stepTo(done);
    }

    /** Prints whole lines above the bar. */
    void print(String lines) {
        turn.lock();
        try {
            screen.out().print((drawn.isEmpty() ? "" : ERASE) + lines + "\n" + drawn);
            screen.out().flush();
        } finally {
            turn.unlock();
        }
    }

    private void draw(String line) {
        turn.lock();
        try {
            if (closed) {
                return;
            }
            drawn = line.strip();
            screen.out().print(ERASE + drawn);
            screen.out().flush();
        } finally {
            turn.unlock();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        bar.close();
        turn.lock();
        try {
            closed = true;
            screen.out().print(drawn.isEmpty() ? "" : ERASE);
            screen.out().flush();
            drawn = "";
        } finally {
            turn.unlock();
        }
    }
}
