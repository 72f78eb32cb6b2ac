package org.colloquy.actors.cluster.protocol;

import java.util.List;

/**
 * Jobs that are given to one cell at once.
 *
 * @param number in the order of giving, from 0
 */
public record Batch<J>(long number, List<Posted<J>> jobs) {
    public Batch {
        jobs = List.copyOf(jobs);
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("a batch without a job");
        }
    }
}
