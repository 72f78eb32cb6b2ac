package org.colloquy.web.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.colloquy.log.LogPosition;
import org.colloquy.replay.Difference;
import org.colloquy.replay.LogComparison;
import org.colloquy.web.index.Rows;

/**
 * The first record in which two logs differ. The running hash before a question tells whether all
 * before it is equal, so the question before the difference is found by bisection, and only its
 * records are read.
 */
final class FirstDifference {

    private final Rows left;
    private final Path leftLog;
    private final Rows right;
    private final Path rightLog;

    FirstDifference(Rows left, Path leftLog, Rows right, Path rightLog) {
        this.left = left;
        this.leftLog = leftLog;
        this.right = right;
        this.rightLog = rightLog;
    }

    /** Empty if neither log has a record that the other lacks. */
    Optional<Difference> find() throws IOException {
        int low = 0;
        int high = Math.min(left.outline().questions(), right.outline().questions());
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (start(left, middle).digest().equals(start(right, middle).digest())) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0
                ? LogComparison.between(leftLog, LogPosition.START, rightLog, LogPosition.START)
                : LogComparison.between(
                        leftLog, start(left, low - 1), rightLog, start(right, low - 1));
    }

    private static LogPosition start(Rows rows, int question) throws IOException {
        return rows.question(question).start();
    }
}
