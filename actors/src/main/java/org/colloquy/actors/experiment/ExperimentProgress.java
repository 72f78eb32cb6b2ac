package org.colloquy.actors.experiment;

/** Watches an experiment; called from several threads. */
public interface ExperimentProgress {

    /** A run starts, or goes on; it will have so many iterations. */
    void started(Cell cell, int iterations);

    /** So many of a run's iterations are over. */
    void reached(Cell cell, int iteration, int iterations);

    /**
     * A run is finished.
     *
     * @param before whether it was so already
     */
    void finished(Cell cell, CellResult result, boolean before);

    /** A run failed, or cannot be made because one that it needs failed. */
    void failed(Cell cell, String reason);
}
