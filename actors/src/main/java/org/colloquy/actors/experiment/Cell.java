package org.colloquy.actors.experiment;

import java.nio.file.Path;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Pair;

/** One run of an experiment. */
public record Cell(Pair pair, Arm arm, long seed) {

    /** Its place below the experiment's folder. */
    public Path folder(Path experiment) {
        Path place = experiment.resolve(pair.name()).resolve(arm.name());
        return arm.isTrained() ? place.resolve("seed-" + seed) : place;
    }

    /** Such as {@code builtin/grpo/3}. */
    @Override
    public String toString() {
        return pair.name() + "/" + arm.name() + (arm.isTrained() ? "/" + seed : "");
    }
}
