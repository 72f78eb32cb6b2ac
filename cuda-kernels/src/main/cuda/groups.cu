// Group-relative advantages of rewards (Q, M, W), in double and ascending order. Reference: GroupRows.
#include "device.cuh"

DEVICE double perception(double difference, double spread, double bound) {
    if (spread == 0.0) {
        return difference == 0.0 ? 0.0 : difference < 0.0 ? -bound : bound;
    }
    double share = difference / spread;
    return share < -bound ? -bound : share > bound ? bound : share;
}

/** Mean, least and greatest of the sampled rewards of a group. */
struct Statistics {
    double mean;
    double least;
    double most;
};

DEVICE Statistics statisticsOf(const float* rewards, int sampled) {
    double sum = 0.0;
    double least = 1e300 * 1e10;
    double most = -least;
    for (int k = 0; k < sampled; k++) {
        double reward = rewards[k];
        least = reward < least ? reward : least;
        most = reward > most ? reward : most;
        sum += reward;
    }
    return {sum / sampled, least, most};
}

/** One reward of agent `own` as the peers with samples see it; of and sampled (M) are of one question. */
DEVICE float calibrate(
        double reward, const Statistics* of, const int* sampled, int own, int agents) {
    int peers = 0;
    for (int peer = 0; peer < agents; peer++) {
        peers += peer != own && sampled[peer] > 0 ? 1 : 0;
    }
    double bound = 1.0 / peers;
    double sum = reward;
    for (int peer = 0; peer < agents; peer++) {
        if (peer != own && sampled[peer] > 0) {
            sum += perception(reward - of[peer].mean, of[peer].most - of[peer].least, bound);
        }
    }
    return static_cast<float>(sum);
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

/** advantages (W) = (calibrated (W) - mean of the members) / by, or by the group's own deviation. */
DEVICE void normalise(
        float* advantages,
        const float* calibrated,
        int members,
        int width,
        bool byOwn,
        double by,
        double epsilon) {
    double mean = 0.0;
    for (int k = 0; k < members; k++) {
        mean += calibrated[k];
    }
    mean /= members;
    if (byOwn) by = deviation(squaresAbout(calibrated, members, mean), members) + epsilon;
    for (int k = 0; k < width; k++) {
        double difference = k < members ? calibrated[k] - mean : 0.0;
        advantages[k] = difference == 0.0 ? 0.0f : static_cast<float>(difference / by);
    }
}

/**
 * calibrated and advantages (Q, M, W) of rewards (Q, M, W); one block a question, shared memory for
 * the statistics of its M groups. divisor: 0 the group's deviation + epsilon, 2 one; with 1 only
 * calibrated is set, since the deviation of the batch needs all of it. firstBad (1) becomes the
 * least place whose reward is not finite.
 */
KERNEL group_advantages(
        float* advantages,
        float* calibrated,
        int* firstBad,
        const float* rewards,
        const int* sampled,
        const int* members,
        int calibrates,
        double epsilon,
        int divisor,
        int agents,
        int width) {
    DYNAMIC_SHARED(Statistics, statistics);
    long long first = static_cast<long long>(blockIdx.x) * agents;
    for (int agent = threadIdx.x; agent < agents; agent += blockDim.x) {
        const float* own = rewards + (first + agent) * width;
        statistics[agent] = statisticsOf(own, sampled[first + agent]);
    }
    __syncthreads();
    for (int place = threadIdx.x; place < agents * width; place += blockDim.x) {
        int agent = place / width;
        long long at = first * width + place;
        float result = 0.0f;
        if (place % width < members[first + agent]) {
            result = rewards[at];
            if (!(fabsf(result) < __int_as_float(0x7f800000))) {
                atomicMin(firstBad, static_cast<int>(at));
            }
            if (calibrates != 0) {
                result = calibrate(result, statistics, sampled + first, agent, agents);
            }
        }
        calibrated[at] = result;
    }
    __syncthreads();
    if (divisor == 1) return;
    for (int agent = threadIdx.x; agent < agents; agent += blockDim.x) {
        long long at = (first + agent) * width;
        normalise(advantages + at, calibrated + at, members[first + agent], width, divisor == 0,
                1.0, epsilon);
    }
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

/** advantages (Q, M, W) by the deviations (M) of the batch + epsilon; one thread a group. */
KERNEL batch_normalise(
        float* advantages,
        const float* calibrated,
        const double* deviations,
        const int* members,
        double epsilon,
        int agents,
        int width,
        int groups) {
    long long group = threadOfGrid();
    if (group >= groups) return;
    normalise(advantages + group * width, calibrated + group * width, members[group], width, false,
            deviations[group % agents] + epsilon, epsilon);
}
