// Group-relative advantages of rewards (Q, M, W), in double and ascending order. Reference: GroupRows.
#include "device.cuh"

/**
 * statistics (Q * M, 3): mean, least and greatest of the sampled rewards of each group; one thread a
 * group.
 */
KERNEL group_statistics(
        double* statistics, const float* rewards, const int* sampled, int width, int groups) {
    long long group = threadOfGrid();
    if (group >= groups) return;
    const float* own = rewards + group * width;
    double sum = 0.0;
    double least = 1e300 * 1e10;
    double most = -least;
    for (int k = 0; k < sampled[group]; k++) {
        double reward = own[k];
        least = reward < least ? reward : least;
        most = reward > most ? reward : most;
        sum += reward;
    }
    statistics[3 * group] = sum / sampled[group];
    statistics[3 * group + 1] = least;
    statistics[3 * group + 2] = most;
}

DEVICE double perception(double difference, double spread, double bound) {
    if (spread == 0.0) {
        return difference == 0.0 ? 0.0 : difference < 0.0 ? -bound : bound;
    }
    double share = difference / spread;
    return share < -bound ? -bound : share > bound ? bound : share;
}

/**
 * calibrated (Q, M, W), one thread a place; firstBad (1) becomes the least place whose reward is not
 * finite. n = Q * M * W.
 */
KERNEL group_calibrate(
        float* calibrated,
        int* firstBad,
        const float* rewards,
        const double* statistics,
        const int* sampled,
        const int* members,
        int calibrates,
        int agents,
        int width,
        int n) {
    long long place = threadOfGrid();
    if (place >= n) return;
    int group = static_cast<int>(place / width);
    int k = static_cast<int>(place % width);
    if (k >= members[group]) {
        calibrated[place] = 0.0f;
        return;
    }
    float reward = rewards[place];
    if (!(fabsf(reward) < __int_as_float(0x7f800000))) {
        atomicMin(firstBad, static_cast<int>(place));
    }
    double own = reward;
    double sum = own;
    int first = group / agents * agents;
    int peers = 0;
    for (int peer = first; peer < first + agents; peer++) {
        peers += peer != group && sampled[peer] > 0 ? 1 : 0;
    }
    double bound = 1.0 / peers;
    for (int peer = first; peer < first + agents; peer++) {
        if (calibrates != 0 && peer != group && sampled[peer] > 0) {
            const double* of = statistics + 3 * peer;
            sum += perception(own - of[0], of[2] - of[1], bound);
        }
    }
    calibrated[place] = static_cast<float>(sum);
}

DEVICE double squaresAbout(const float* x, int n, double mean) {
    double sum = 0.0;
    for (int k = 0; k < n; k++) {
        double difference = x[k] - mean;
        sum += difference * difference;
    }
    return sum;
}

DEVICE double deviation(double squares, int count) {
    return count < 2 ? 0.0 : sqrt(squares / (count - 1));
}

/** deviations (M) of all calibrated rewards of each agent about their mean; one thread an agent. */
KERNEL batch_deviations(
        double* deviations,
        const float* calibrated,
        const int* members,
        int agents,
        int width,
        int groups) {
    long long agent = threadOfGrid();
    if (agent >= agents) return;
    double mean = 0.0;
    int count = 0;
    for (long long group = agent; group < groups; group += agents) {
        for (int k = 0; k < members[group]; k++) {
            mean += calibrated[group * width + k];
            count++;
        }
    }
    mean /= count;
    // One sum per group, then their sum, as the reference forms it.
    double squares = 0.0;
    for (long long group = agent; group < groups; group += agents) {
        squares += squaresAbout(calibrated + group * width, members[group], mean);
    }
    deviations[agent] = deviation(squares, count);
}

/**
 * advantages (Q, M, W) = (calibrated - mean of the group) / divisor; one thread a group. divisor: 0
 * the group's deviation + epsilon, 1 the agent's of deviations (M) + epsilon, 2 one.
 */
KERNEL group_normalise(
        float* advantages,
        const float* calibrated,
        const double* deviations,
        const int* members,
        double epsilon,
        int divisor,
        int agents,
        int width,
        int groups) {
    long long group = threadOfGrid();
    if (group >= groups) return;
    const float* own = calibrated + group * width;
    int count = members[group];
    double mean = 0.0;
    for (int k = 0; k < count; k++) {
        mean += own[k];
    }
    mean /= count;
    double by = 1.0;
    if (divisor == 0) by = deviation(squaresAbout(own, count, mean), count) + epsilon;
    if (divisor == 1) by = deviations[group % agents] + epsilon;
    for (int k = 0; k < width; k++) {
        double difference = k < count ? own[k] - mean : 0.0;
        advantages[group * width + k] =
                difference == 0.0 ? 0.0f : static_cast<float>(difference / by);
    }
}
