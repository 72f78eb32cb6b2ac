package org.colloquy.cli;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Shows how far an evaluation is: a bar on a terminal, elsewhere one line for each part. */
final class EvalProgress implements AutoCloseable {

    private final Screen screen;
    private final boolean shown;
    private final String which;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<StatusLine> bar = Optional.empty();
    private String part = "";

    /**
     * @param which set of weights, put before the part; empty for the only one
     */
    EvalProgress(Screen screen, boolean shown, String which) {
        this.screen = screen;
        this.shown = shown;
        this.which = which;
    }

    void reached(String what, int done, int of) {
        turn.lock();
        try {
            if (!shown) {
                return;
            }
            if (!what.equals(part)) {
                begin(what, of);
            }
            bar.ifPresent(line -> line.show(done, which + what));
        } finally {
            turn.unlock();
        }
    }

    private void begin(String what, int of) {
        bar.ifPresent(StatusLine::close);
        part = what;
        bar =
                screen.live()
                        ? Optional.of(new StatusLine(screen, of, which + what))
                        : Optional.empty();
        if (!screen.live()) {
            screen.err().println(which + what + ": " + of + " to do");
        }
    }

    @Override
    public void close() {
        bar.ifPresent(StatusLine::close);
    }
}
