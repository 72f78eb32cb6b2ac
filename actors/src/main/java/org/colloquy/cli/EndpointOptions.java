package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.colloquy.actors.remote.AnswerCache;
import org.colloquy.actors.remote.Budget;
import org.colloquy.actors.remote.RemoteAccess;
import org.colloquy.actors.remote.Spending;
import picocli.CommandLine.Option;

/** What models behind endpoints may take, and where their answers are kept. */
final class EndpointOptions {

    private static final double MILLIS_PER_MINUTE = 60_000;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Keeps answers of models behind endpoints, and answers from there.")
    private Optional<Path> cache = Optional.empty();

    @Option(
            names = "--budget-tokens",
            paramLabel = "N",
            description = "Ends, to be resumed, when endpoints took so many tokens.")
    private Optional<Long> tokens = Optional.empty();

    @Option(
            names = "--budget-cost",
            paramLabel = "X",
            description = "The same for cost, by the prices in the scenario.")
    private Optional<Double> cost = Optional.empty();

    @Option(names = "--budget-minutes", paramLabel = "X", description = "The same for time.")
    private Optional<Double> minutes = Optional.empty();

    /**
     * What the endpoints of one run share.
     *
     * @param say takes a sentence on each answer in the cache that cannot be used
     * @throws CommandFailure if a budget makes no sense
     */
    RemoteAccess access(Consumer<String> say) throws IOException {
        positive("--budget-tokens", tokens.map(Long::doubleValue));
        positive("--budget-cost", cost);
        positive("--budget-minutes", minutes);
        Budget budget =
                new Budget(
                        tokens.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                        cost.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                        minutes.map(m -> Duration.ofMillis((long) (MILLIS_PER_MINUTE * m))));
        Optional<AnswerCache> answers =
                cache.isPresent()
                        ? Optional.of(new AnswerCache(cache.get(), say))
                        : Optional.empty();
        return new RemoteAccess(new Spending(budget), answers);
    }

    private static void positive(String option, Optional<Double> value) {
        if (value.isPresent() && !(value.get() > 0 && Double.isFinite(value.get()))) {
            throw CommandFailure.badUsage(
                    option + " is " + value.get(), "give a number above 0, or leave it out");
        }
    }
}
