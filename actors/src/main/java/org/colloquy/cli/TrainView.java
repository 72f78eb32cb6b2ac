package org.colloquy.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Training;

/**
 * Shows a training run while it goes: a line for each iteration and each evaluation and, on a
 * terminal, how far it is.
 *
 * <p>Takes the run's events in the log's order, from one thread.
 */
final class TrainView implements SessionView {

    private final Screen screen;
    private final boolean shown;
    private final int iterations;
    private final int dialogues;
    private final TrainingProgress progress = new TrainingProgress();
    private final IdlePolicies idle = new IdlePolicies();
    private final Optional<StatusLine> status;
    private final long startNanos = System.nanoTime();
    private int first;
    private long firstNanos = startNanos;
    private long lastNanos = startNanos;
    private long lastTokens;

    /** Of a training whose opening line is printed. */
    static TrainView of(Screen screen, Scenario scenario, Path folder, boolean shown) {
        Training training = scenario.training().orElseThrow();
        TrainView view = new TrainView(screen, training, shown);
        view.print(
                "%s: %s of %s x %s by %s, seed %d; in %s"
                        .formatted(
                                scenario.name(),
                                Counted.of(training.iterations(), "iteration"),
                                Counted.of(training.grpo().questions(), "question"),
                                Counted.of(training.grpo().groupSize(), "sample"),
                                Counted.of(scenario.agents().size(), "agent"),
                                scenario.seed(),
                                folder));
        return view;
    }

    private TrainView(Screen screen, Training training, boolean shown) {
        this.screen = screen;
        this.shown = shown;
        this.iterations = training.iterations();
        this.dialogues = training.grpo().questions() * training.grpo().groupSize();
        this.status =
                shown && screen.live()
                        ? Optional.of(
                                new StatusLine(screen, (long) iterations * dialogues, "starting"))
                        : Optional.empty();
    }

    @Override
    public void recorded(List<InteractionEvent> section) {
        section.forEach(this::accept);
    }

    private void accept(InteractionEvent event) {
        Optional<TrainingProgress.Iteration> over = take(event);
        over.flatMap(iteration -> idle.news()).ifPresent(this::warn);
        if (event instanceof SoloEvaluated evaluated) {
            print(evaluation(evaluated));
        }
        over.ifPresent(this::tell);
        status.ifPresent(
                line ->
                        line.show(
                                Math.min(
                                        progress.statistics().totals().dialogues(),
                                        (long) iterations * dialogues),
                                "iteration " + Math.min(iterations, progress.iterations() + 1)));
    }

    /** It counts, but is not shown again. */
    @Override
    public void recovered(InteractionEvent event) {
        take(event);
        first = progress.iterations();
        lastTokens = progress.statistics().totals().tokens();
    }

    private Optional<TrainingProgress.Iteration> take(InteractionEvent event) {
        Optional<TrainingProgress.Iteration> over = progress.accept(event);
        over.ifPresent(iteration -> idle.accept(iteration.policies()));
        return over;
    }

    private void tell(TrainingProgress.Iteration over) {
        long now = System.nanoTime();
        long tokens = progress.statistics().totals().tokens();
        double seconds = (now - lastNanos) / 1e9;
        int done = progress.iterations() - first;
        double left = (now - firstNanos) / 1e9 / done * (iterations - progress.iterations());
        print(
                "%s  %.0f tok/s  %.1f s  %s left"
                        .formatted(
                                line(over),
                                (tokens - lastTokens) / seconds,
                                seconds,
                                minutes(Math.round(left))));
        lastNanos = now;
        lastTokens = tokens;
    }

    private String line(TrainingProgress.Iteration over) {
        List<PolicyUpdated> all = over.policies();
        String right =
                over.ideas().entrySet().stream()
                        .map(
                                idea ->
                                        "%s %.0f%%"
                                                .formatted(
                                                        idea.getKey(),
                                                        100 * idea.getValue().value()))
                        .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "%3d/%d  right %s  reward %.2f  kl %.4f  entropy %.3f  no spread %.0f%%  clip"
                        + " %.1f/%.1f%%  length %.1f  gradient %.2f",
                over.number() + 1,
                iterations,
                right,
                mean(all, PolicyUpdated::rewardMean),
                mean(all, PolicyUpdated::kl),
                mean(all, PolicyUpdated::entropy),
                100 * mean(all, TrainView::zeroSpread),
                100 * mean(all, PolicyUpdated::clippedLow),
                100 * mean(all, PolicyUpdated::clippedHigh),
                mean(all, PolicyUpdated::completionTokens),
                mean(all, PolicyUpdated::gradientNorm));
    }

    private static double zeroSpread(PolicyUpdated policy) {
        return policy.groups() == 0 ? 0 : (double) policy.zeroSpreadGroups() / policy.groups();
    }

    private static double mean(List<PolicyUpdated> all, ToDoubleFunction<PolicyUpdated> value) {
        return all.stream().mapToDouble(value).average().orElse(0);
    }

    private static String evaluation(SoloEvaluated evaluated) {
        return "alone, after %s: %s"
                .formatted(
                        Counted.of(evaluated.version(), "iteration"),
                        evaluated.agents().stream()
                                .map(
                                        one ->
                                                "%s %d of %d right"
                                                        .formatted(
                                                                one.agent(),
                                                                one.right(),
                                                                one.asked()))
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public void relearned(int iteration) {
        print("%3d/%d  learned again, from the record".formatted(iteration + 1, iterations));
        firstNanos = System.nanoTime();
        lastNanos = firstNanos;
    }

    private static String minutes(long seconds) {
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }

    private void print(String line) {
        if (shown) {
            status.ifPresentOrElse(
                    bar -> bar.print(screen.safe(line)),
                    () -> screen.out().println(screen.safe(line)));
        }
    }

    /** Where it is seen: among the lines, or beside what only a program reads. */
    private void warn(String sentence) {
        if (shown) {
            print("warning: " + sentence);
        } else {
            screen.err().println(screen.safe("colloquy: " + sentence));
        }
    }

    @Override
    public List<String> warnings() {
        return idle.whole();
    }

    @Override
    public TrainingSummary summary(Path run, String status, String digest) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new TrainingSummary(run, status, digest, progress, seconds);
    }

    @Override
    public void close() {
        status.ifPresent(StatusLine::close);
    }
}
