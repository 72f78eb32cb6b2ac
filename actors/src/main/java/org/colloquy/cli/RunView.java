package org.colloquy.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.Accuracy;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.replay.Conversation;
import org.colloquy.replay.Listener;
import org.colloquy.replay.LogStatistics;
import org.colloquy.scenario.Scenario;

/**
 * Shows a run while it goes: the dialogues as they end and, on a terminal, how far it is.
 *
 * <p>Takes the run's events in the log's order, from one thread.
 */
final class RunView implements SessionView {

    /**
     * What is shown.
     *
     * @param conversation the dialogues, as they end
     * @param progress how far it is, where the screen can
     */
    record Show(boolean conversation, boolean progress) {}

    private final Screen screen;
    private final String opening;
    private final Show show;
    private final Listener listener = new Listener();
    private final ConversationLayout layout;
    private final LogStatistics statistics = new LogStatistics();
    private final Optional<StatusLine> status;
    private final long startNanos = System.nanoTime();

    /** When the first question was posed; 0 before. */
    private long discussionNanos;

    /**
     * @param opening printed when the run has started; empty for nothing
     * @param dialogues that the run will have
     */
    RunView(Screen screen, String opening, int dialogues, Show show) {
        this.screen = screen;
        this.opening = opening;
        this.show = show;
        this.layout = new ConversationLayout(screen);
        this.status =
                show.progress() && screen.live()
                        ? Optional.of(new StatusLine(screen, dialogues, "starting"))
                        : Optional.empty();
    }

    /** Of a run from its start. */
    static RunView of(Screen screen, Scenario scenario, Path folder, boolean shown) {
        int dialogues = scenario.questions().count() * scenario.interaction().samples();
        String opening =
                "%s: %s of %s by %s, seed %d; in %s\n"
                        .formatted(
                                scenario.name(),
                                Counted.of(dialogues, "dialogue"),
                                scenario.interaction().protocol(),
                                Counted.of(scenario.agents().size(), "agent"),
                                scenario.seed(),
                                folder);
        return new RunView(
                screen, shown ? screen.safe(opening) : "", dialogues, new Show(shown, shown));
    }

    @Override
    public void recorded(List<InteractionEvent> section) {
        section.forEach(this::accept);
    }

    private void accept(InteractionEvent event) {
        open(event);
        statistics.accept(event);
        Optional<Conversation> conversation = listener.accept(event);
        if (show.conversation()) {
            conversation.ifPresent(ended -> print(layout.whole(ended)));
        }
        status.ifPresent(line -> line.show(over(), message(event)));
    }

    /** It counts, but is not shown again. */
    @Override
    public void recovered(InteractionEvent event) {
        open(event);
        statistics.accept(event);
        listener.accept(event);
    }

    @Override
    public RunSummary summary(Path run, String status, String digest) {
        return new RunSummary(run, status, digest, statistics, secondsSince(startNanos));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    @Override
    public void close() {
        status.ifPresent(StatusLine::close);
    }

    private void open(InteractionEvent event) {
        if (event instanceof RunStarted && !opening.isEmpty()) {
            print(opening);
        }
    }

    private void print(String lines) {
        status.ifPresentOrElse(line -> line.print(lines), () -> screen.out().println(lines));
    }

    private int over() {
        return statistics.totals().dialogues() + statistics.totals().failed();
    }

    private String message(InteractionEvent event) {
        if (event instanceof QuestionPosed && discussionNanos == 0) {
            discussionNanos = System.nanoTime();
        }
        if (over() == 0) {
            return discussionNanos == 0 ? "estimating abilities" : "discussing";
        }
        RunEnded sums = statistics.totals();
        int right = sums.accuracy().stream().mapToInt(Accuracy::last).sum();
        int answers = sums.accuracy().stream().mapToInt(Accuracy::answers).sum();
        return String.format(
                Locale.ROOT,
                "%d turns  %s tok/s  %.0f%% right  %d coop %d comp",
                sums.turns(),
                thousands(sums.tokens() / Math.max(secondsSince(discussionNanos), 1e-3)),
                100 * RunSummary.share(right, answers),
                sums.cooperate(),
                sums.compete());
    }

    private static String thousands(double number) {
        return number < 1000
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.1fk", number / 1000);
    }
}
