// What the threads of one block find out together. Every sum here is of integers, or a maximum, so
// that its order does not matter; sums of floats keep the order of the row's 16 lanes.
#pragma once
#include "device.cuh"

using wide = unsigned long long;

constexpr unsigned ALL_LANES = 0xffffffffu;

DEVICE int warpOfBlock() { return threadIdx.x / warpSize; }
DEVICE int laneOfWarp() { return threadIdx.x % warpSize; }

/** Warps of a block that works together; all are full. */
constexpr int WARPS = 16;

/** Shared memory that these functions need. */
struct Meeting {
    wide of[WARPS];
    int place;
};

/** The sum of x over the block, for all of its threads. */
DEVICE wide sumOfBlock(wide x, Meeting& meeting) {
    for (int apart = warpSize / 2; apart > 0; apart /= 2) {
        x += __shfl_xor_sync(ALL_LANES, x, apart);
    }
    __syncthreads();
    if (laneOfWarp() == 0) meeting.of[warpOfBlock()] = x;
    __syncthreads();
    wide sum = 0;
    for (int warp = 0; warp < WARPS; warp++) {
        sum += meeting.of[warp];
    }
    return sum;
}

/** The greatest x of the block, for all of its threads. */
DEVICE wide mostOfBlock(wide x, Meeting& meeting) {
    for (int apart = warpSize / 2; apart > 0; apart /= 2) {
        wide other = __shfl_xor_sync(ALL_LANES, x, apart);
        x = other > x ? other : x;
    }
    __syncthreads();
    if (laneOfWarp() == 0) meeting.of[warpOfBlock()] = x;
    __syncthreads();
    wide greatest = meeting.of[0];
    for (int warp = 1; warp < WARPS; warp++) {
        greatest = meeting.of[warp] > greatest ? meeting.of[warp] : greatest;
    }
    return greatest;
}

/** Integers in the order of floats that are not NaN, -0 and 0 being one. */
DEVICE unsigned orderOf(float x) {
    unsigned bits = static_cast<unsigned>(__float_as_int(x + 0.0f));
    return (bits >> 31) != 0 ? ~bits : bits | 0x80000000u;
}

/**
 * The first i below n at which the sum of weight(0) to weight(i) exceeds `goal`, for all threads of
 * the block; n if there is none. Each warp has a stretch of neighbours.
 */
template <class Weight>
DEVICE int placeOfSum(const Weight& weight, int n, wide goal, Meeting& meeting) {
    int stretch = (n + WARPS * warpSize - 1) / (WARPS * warpSize) * warpSize;
    int from = warpOfBlock() * stretch;
    int to = from + stretch < n ? from + stretch : n;
    wide sum = 0;
    for (int i = from + laneOfWarp(); i < to; i += warpSize) {
        sum += weight(i);
    }
    for (int apart = warpSize / 2; apart > 0; apart /= 2) {
        sum += __shfl_xor_sync(ALL_LANES, sum, apart);
    }
    __syncthreads();
    if (laneOfWarp() == 0) meeting.of[warpOfBlock()] = sum;
    if (threadIdx.x == 0) meeting.place = n;
    __syncthreads();
    wide before = 0;
    for (int warp = 0; warp < warpOfBlock(); warp++) {
        before += meeting.of[warp];
    }
    if (before <= goal && before + sum > goal) {
        bool found = false;
        for (int base = from; base < to && !found; base += warpSize) {
            int i = base + laneOfWarp();
            wide through = i < to ? weight(i) : 0;
            for (int apart = 1; apart < warpSize; apart *= 2) {
                wide left = __shfl_up_sync(ALL_LANES, through, apart);
                if (laneOfWarp() >= apart) through += left;
            }
            unsigned beyond = __ballot_sync(ALL_LANES, before + through > goal);
            found = beyond != 0;
            if (found && laneOfWarp() == 0) meeting.place = base + __ffs(beyond) - 1;
            before += __shfl_sync(ALL_LANES, through, warpSize - 1);
        }
    }
    __syncthreads();
    return meeting.place;
}
