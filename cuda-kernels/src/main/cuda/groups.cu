// Group-relative advantages of rewards (Q, M, W), in double: runs of 1,024 members in ascending order,
// then the runs. Reference: GroupRows.
#include "device.cuh"

DEVICE double perception(double difference, double spread, double bound) {
    if (spread == 0.0) {
        return difference == 0.0 ? 0.0 : difference < 0.0 ? -bound : bound;
    }
    double share = difference / spread;
    return share < -bound ? -bound : share > bound ? bound : share;
}

constexpr int RUN_MEMBERS = 1024;

DEVICE int runsOf(int width) { return (width + RUN_MEMBERS - 1) / RUN_MEMBERS; }

/** Sum or mean, least and greatest of some rewards. */
struct Statistics {
    double mean;
    double least;
    double most;
};

/** Of the run of rewards from k on, with the sum for a mean. */
DEVICE Statistics statisticsOf(const float* rewards, int k, int sampled) {
    double sum = 0.0;
    double least = 1e300 * 1e10;
    double most = -least;
    int end = k + RUN_MEMBERS < sampled ? k + RUN_MEMBERS : sampled;
    for (; k < end; k++) {
        double reward = rewards[k];
        least = reward < least ? reward : least;
        most = reward > most ? reward : most;
        sum += reward;
    }
    return {sum, least, most};
}

/** Of a whole group, from its runs. */
DEVICE Statistics wholeOf(const Statistics* runs, int count, int sampled) {
    Statistics whole = runs[0];
    for (int run = 1; run < count; run++) {
        whole.mean += runs[run].mean;
        whole.least = runs[run].least < whole.least ? runs[run].least : whole.least;
        whole.most = runs[run].most > whole.most ? runs[run].most : whole.most;
    }
    whole.mean /= sampled;
    return whole;
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

/** The sum of squares of x (n) about a mean, from k to the end of the run. */
DEVICE double squaresOfRun(const float* x, int k, int n, double mean) {
    double sum = 0.0;
    int end = k + RUN_MEMBERS < n ? k + RUN_MEMBERS : n;
    for (; k < end; k++) {
        double difference = x[k] - mean;
        sum += difference * difference;
    }
    return sum;
}

DEVICE double sumOfRun(const float* x, int k, int n) {
    double sum = 0.0;
    int end = k + RUN_MEMBERS < n ? k + RUN_MEMBERS : n;
    for (; k < end; k++) {
        sum += x[k];
    }
    return sum;
}

/** One thread's way through all runs. */
DEVICE double squaresAbout(const float* x, int n, double mean) {
    double sum = 0.0;
    for (int k = 0; k < n; k += RUN_MEMBERS) {
        sum += squaresOfRun(x, k, n, mean);
    }
    return sum;
}

DEVICE double sumOf(const float* x, int n) {
    double sum = 0.0;
    for (int k = 0; k < n; k += RUN_MEMBERS) {
        sum += sumOfRun(x, k, n);
    }
    return sum;
}

DEVICE double deviation(double squares, int count) {
    return count < 2 ? 0.0 : sqrt(squares / (count - 1));
}

DEVICE float advantageOf(float calibrated, bool isMember, double mean, double by) {
    double difference = isMember ? calibrated - mean : 0.0;
    return difference == 0.0 ? 0.0f : static_cast<float>(difference / by);
}

/** Sets advantages (M, W) of one question, whose calibrated rewards are there. */
DEVICE void normaliseQuestion(
        float* advantages,
        const float* calibrated,
        Statistics* statistics,
        Statistics* runStatistics,
        const int* members,
        bool byOwn,
        double epsilon,
        int agents,
        int width) {
    int runs = runsOf(width);
    for (int at = threadIdx.x; at < agents * runs; at += blockDim.x) {
        int agent = at / runs;
        runStatistics[at].mean = sumOfRun(
                calibrated + static_cast<long long>(agent) * width, at % runs * RUN_MEMBERS,
                members[agent]);
    }
    __syncthreads();
    for (int agent = threadIdx.x; agent < agents; agent += blockDim.x) {
        double sum = 0.0;
        for (int run = 0; run < runs; run++) {
            sum += runStatistics[agent * runs + run].mean;
        }
        statistics[agent] = {sum / members[agent], 1.0, 0.0};
    }
    __syncthreads();
    if (byOwn) {
        for (int at = threadIdx.x; at < agents * runs; at += blockDim.x) {
            int agent = at / runs;
            runStatistics[at].least = squaresOfRun(
                    calibrated + static_cast<long long>(agent) * width, at % runs * RUN_MEMBERS,
                    members[agent], statistics[agent].mean);
        }
        __syncthreads();
        for (int agent = threadIdx.x; agent < agents; agent += blockDim.x) {
            double squares = 0.0;
            for (int run = 0; run < runs; run++) {
                squares += runStatistics[agent * runs + run].least;
            }
            statistics[agent].least = deviation(squares, members[agent]) + epsilon;
        }
        __syncthreads();
    }
    for (int place = threadIdx.x; place < agents * width; place += blockDim.x) {
        int agent = place / width;
        advantages[place] = advantageOf(calibrated[place], place % width < members[agent],
                statistics[agent].mean, statistics[agent].least);
    }
}

/**
 * calibrated and advantages (Q, M, W) of rewards (Q, M, W); one block a question, shared memory for
 * the statistics of its M groups; runStatistics (Q, M, runs) is scratch. divisor: 0 the group's
 * deviation + epsilon, 2 one; with 1 only calibrated is set, since the deviation of the batch needs
 * all of it. firstBad (1) becomes the least place whose reward is not finite.
 */
KERNEL group_advantages(
        float* advantages,
        float* calibrated,
        Statistics* runStatistics,
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
    int runs = runsOf(width);
    Statistics* own = runStatistics + first * runs;
    for (int at = threadIdx.x; at < agents * runs; at += blockDim.x) {
        int agent = at / runs;
        own[at] = statisticsOf(
                rewards + (first + agent) * width, at % runs * RUN_MEMBERS, sampled[first + agent]);
    }
    __syncthreads();
    for (int agent = threadIdx.x; agent < agents; agent += blockDim.x) {
        statistics[agent] = wholeOf(own + agent * runs, runs, sampled[first + agent]);
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
    normaliseQuestion(advantages + first * width, calibrated + first * width, statistics, own,
            members + first, divisor == 0, epsilon, agents, width);
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
    const float* own = calibrated + group * width;
    double mean = sumOf(own, members[group]) / members[group];
    double by = deviations[group % agents] + epsilon;
    for (int k = 0; k < width; k++) {
        advantages[group * width + k] = advantageOf(own[k], k < members[group], mean, by);
    }
}
