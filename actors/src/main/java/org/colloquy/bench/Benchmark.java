package org.colloquy.bench;

import java.util.List;
import java.util.function.Consumer;

/** A benchmark of one part: warm-up, repeats, medians; all its ratios come from one run. */
public interface Benchmark {

    /** The name on the command line. */
    String name();

    /** One sentence on what is measured. */
    String description();

    /**
     * @param progress hears a line now and then
     */
    List<Figure> run(Consumer<String> progress);
}
