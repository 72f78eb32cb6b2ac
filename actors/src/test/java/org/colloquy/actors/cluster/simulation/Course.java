package org.colloquy.actors.cluster.simulation;

import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.actors.cluster.protocol.WeightsReceiver;

/**
 * What is to be done: iterations of jobs, each iteration with its own version of the weights.
 *
 * @param weights by version
 */
record Course(int iterations, int jobsEach, List<byte[]> weights) {

    static final String POLICY = "ada";

    /** What came of a job, and by which weights. */
    record Result(int job, int version) {}

    static Course draw(Agenda agenda) {
        int iterations = agenda.between(1, 3);
        boolean large = agenda.below(16) == 0;
        List<byte[]> weights =
                IntStream.range(0, iterations).mapToObj(version -> bytes(version, large)).toList();
        return new Course(iterations, agenda.between(4, 14), weights);
    }

    private static byte[] bytes(int version, boolean large) {
        byte[] bytes = new byte[large ? 2 * WeightsReceiver.CHUNK_BYTES + 1 : 64];
        bytes[bytes.length - 1] = (byte) version;
        return bytes;
    }

    int jobs() {
        return iterations * jobsEach;
    }

    /** Version of the weights by which a job is to be done; 0 are those that all nodes have. */
    int version(int job) {
        return job / jobsEach;
    }
}
