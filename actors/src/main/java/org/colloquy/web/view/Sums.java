package org.colloquy.web.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.colloquy.web.index.Outline;
import org.colloquy.web.index.Outline.IterationOutline;
import org.colloquy.web.index.Outline.Tally;

/** Sums over the iterations of a run. */
final class Sums {

    private Sums() {}

    /** One tally for each agent. */
    static List<Tally> of(Outline outline) {
        List<Tally> sums =
                new ArrayList<>(Collections.nCopies(outline.agents().size(), Tally.NONE));
        for (IterationOutline iteration : outline.iterations()) {
            for (int i = 0; i < sums.size(); i++) {
                sums.set(i, sums.get(i).plus(iteration.tallies().get(i)));
            }
        }
        return sums;
    }
}
