package org.colloquy.tensor;

import java.util.Arrays;

/**
 * Cuts the rows of an attention into runs: consecutive rows that share their first key and whose
 * last keys do not fall, as the rows of one sequence do. Runs are gathered into clusters that share
 * no key with each other, so that gradients of keys may be formed cluster by cluster.
 */
final class AttentionRuns {

    private final int[] runStarts; // one more than runs
    private final int[] clusterStarts; // indices of runs, one more than clusters

    AttentionRuns(int[] firstKey, int[] lastKey) {
        int[] runs = new int[firstKey.length + 1];
        int[] clusters = new int[firstKey.length + 1];
        int runCount = 0;
        int clusterCount = 0;
        int highest = -1;
        for (int t = 0; t < firstKey.length; t++) {
            boolean continues =
                    t > 0 && firstKey[t] == firstKey[t - 1] && lastKey[t] >= lastKey[t - 1];
            if (!continues) {
                if (firstKey[t] > highest) {
                    clusters[clusterCount++] = runCount;
                }
                runs[runCount++] = t;
            }
            highest = Math.max(highest, lastKey[t]);
        }
        runs[runCount] = firstKey.length;
        clusters[clusterCount] = runCount;
        runStarts = Arrays.copyOf(runs, runCount + 1);
        clusterStarts = Arrays.copyOf(clusters, clusterCount + 1);
    }

    int runs() {
        return runStarts.length - 1;
    }

    int firstRow(int run) {
        return runStarts[run];
    }

    int endRow(int run) {
        return runStarts[run + 1];
    }

    int clusters() {
        return clusterStarts.length - 1;
    }

    int firstRun(int cluster) {
        return clusterStarts[cluster];
    }

    int endRun(int cluster) {
        return clusterStarts[cluster + 1];
    }
}
