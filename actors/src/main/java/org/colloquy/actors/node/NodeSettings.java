package org.colloquy.actors.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import org.colloquy.scenario.Scenario;

/**
 * How much of the machine a run uses; nothing of it changes what is recorded.
 *
 * @param threads that run actors and that each decoding step may use
 * @param inFlight the most dialogues at once
 * @param computing what computes the models
 */
public record NodeSettings(int threads, int inFlight, Computing computing) {

    /** Enough dialogues to keep a batch full, few enough to see the first one soon. */
    public static final int DEFAULT_IN_FLIGHT = 32;

    /** Enough to keep the batches of a training run full. */
    public static final int TRAINING_IN_FLIGHT = 256;

    private static final int LEAST_BATCH = 64;
    private static final int MOST_BATCH = 256;

    public NodeSettings {
        if (threads < 1 || inFlight < 1) {
            throw new IllegalArgumentException(
                    "threads and in-flight must be at least 1, not " + threads + ", " + inFlight);
        }
    }

    /** On the processor. */
    public NodeSettings(int threads, int inFlight) {
        this(threads, inFlight, Computing.ON_PROCESSOR);
    }

    /** As many threads as there are processors. */
    public static NodeSettings ofMachine() {
        return new NodeSettings(Runtime.getRuntime().availableProcessors(), DEFAULT_IN_FLIGHT);
    }

    /** The most dialogues at once of a run that says nothing else. */
    public static int inFlight(Scenario scenario) {
        return scenario.training().isPresent() ? TRAINING_IN_FLIGHT : DEFAULT_IN_FLIGHT;
    }

    /** The most requests that one model decodes at once. */
    int batch() {
        return Math.clamp(inFlight, LEAST_BATCH, MOST_BATCH);
    }

    /** Pekko's configuration for them: these, then the file of -Dconfig.file, then our own. */
    public Config config() {
        String pool = "pekko.actor.default-dispatcher.fork-join-executor.parallelism-max = ";
        return ConfigFactory.parseString(pool + threads)
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(
                        ConfigFactory.parseResources(
                                NodeSettings.class.getClassLoader(),
                                "colloquy.conf",
                                ConfigParseOptions.defaults().setAllowMissing(false)))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }
}
