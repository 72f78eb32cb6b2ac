package org.colloquy.cli;

import java.util.Locale;
import java.util.Optional;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.ValidationGraded;

/**
 * Shows a run while it goes: the dialogues as they end and, on a terminal, how far it is.
 *
 * <p>Takes the run's events in the log's order, from one thread.
 */
final class RunView implements AutoCloseable {

    private final Screen screen;
    private final boolean conversation;
    private final SceneCollector collector = new SceneCollector();
    private final SceneLayout layout;
    private final RunTally tally = new RunTally();
    private final Optional<StatusLine> status;
    private final long startNanos = System.nanoTime();

    /**
     * @param dialogues that the run will have
     * @param conversation whether the dialogues are printed
     * @param progress whether to show it, where the screen can
     */
    RunView(Screen screen, int dialogues, boolean conversation, boolean progress) {
        this.screen = screen;
        this.conversation = conversation;
        this.layout = new SceneLayout(screen);
        this.status =
                progress && screen.live()
                        ? Optional.of(new StatusLine(screen, dialogues))
                        : Optional.empty();
    }

    void accept(InteractionEvent event) {
        tally.accept(event);
        Optional<Scene> scene = collector.accept(event);
        if (conversation) {
            scene.ifPresent(shown -> print(layout.whole(shown)));
        }
        status.ifPresent(line -> line.show(tally.over(), message(event)));
    }

    RunTally tally() {
        return tally;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    @Override
    public void close() {
        status.ifPresent(StatusLine::close);
    }

    private void print(String lines) {
        status.ifPresentOrElse(line -> line.print(lines), () -> screen.out().println(lines));
    }

    private String message(InteractionEvent event) {
        if (tally.over() == 0) {
            return switch (event) {
                case ValidationGraded graded -> "estimating abilities";
                case AbilityEstimated estimated -> "estimating abilities";
                case Compared compared -> "ranking questions";
                default -> "discussing";
            };
        }
        return String.format(
                Locale.ROOT,
                "%d turns, %.0f tok/s, %.0f%% right, coop %d comp %d",
                tally.turns(),
                tally.tokens() / Math.max(seconds(), 1e-3),
                100 * tally.accuracy(),
                tally.cooperate(),
                tally.compete());
    }
}
