package org.colloquy.actors.node;

import java.io.IOException;
import org.colloquy.model.LanguageModel;
import org.colloquy.scenario.Scenario.ModelChoice;

/** Where the models of a scenario come from. */
@FunctionalInterface
public interface ModelSource {

    /**
     * A model that the run closes.
     *
     * @throws IOException naming the file and what is wrong with it
     */
    LanguageModel open(ModelChoice choice) throws IOException;
}
