// The policy loss of rows of logits (T, V) in bfloat16, which become their gradients. Reference, within
// rounding: ScalarOps.policyLoss of the same logits. A block has a row; sums of its terms are formed in
// one lane for each thread and folded in one order, so that bits depend on the row alone.
//
// As much of a row as fits is held in shared memory and read from memory once; what is beyond that is
// read three times. Words of two logits are read at a time where V is even.
#include "half.cuh"
#include "policy.cuh"

constexpr int HALF_THREADS = 512;
constexpr int HALF_WARPS = HALF_THREADS / 32;

/** Shared memory of a row beside its logits. */
struct HalfDesk {
    float of[3][HALF_WARPS];
    float slope;
};

/** A row of logits (V), of which the first `held` are on chip once they were read. */
struct HalfRow {
    half_bits* z;
    half_bits* onChip;
    int held;
    int v;

    /** Calls visit(i, logit) for the caller's share, in ascending order; the first time `brings`. */
    template <class Visit>
    __device__ __forceinline__ void each(bool brings, const Visit& visit) const {
        if (v % 2 != 0) {
            for (int i = threadIdx.x; i < v; i += HALF_THREADS) {
                half_bits x = !brings && i < held ? onChip[i] : z[i];
                if (brings && i < held) onChip[i] = x;
                visit(i, widened(x));
            }
            return;
        }
        const unsigned* words = reinterpret_cast<const unsigned*>(z);
        unsigned* chip = reinterpret_cast<unsigned*>(onChip);
        for (int word = threadIdx.x; word < v / 2; word += HALF_THREADS) {
            unsigned both = !brings && 2 * word < held ? chip[word] : words[word];
            if (brings && 2 * word < held) chip[word] = both;
            visit(2 * word, widened(static_cast<half_bits>(both)));
            visit(2 * word + 1, widened(static_cast<half_bits>(both >> 16)));
        }
    }

    /** Replaces each logit by what slope(i, logit) gives. */
    template <class Slope>
    __device__ __forceinline__ void replace(const Slope& slope) const {
        if (v % 2 != 0) {
            each(false, [&](int i, float x) { z[i] = narrowed(slope(i, x)); });
            return;
        }
        unsigned* words = reinterpret_cast<unsigned*>(z);
        const unsigned* chip = reinterpret_cast<const unsigned*>(onChip);
        for (int word = threadIdx.x; word < v / 2; word += HALF_THREADS) {
            unsigned both = 2 * word < held ? chip[word] : words[word];
            float low = slope(2 * word, widened(static_cast<half_bits>(both)));
            float high = slope(2 * word + 1, widened(static_cast<half_bits>(both >> 16)));
            words[word] = paired(low, high);
        }
    }
};

/** The sum of x over the block in one order, for all of its threads. */
DEVICE float halfSum(float x, float* of) {
    for (int apart = 16; apart > 0; apart /= 2) {
        x += __shfl_xor_sync(0xffffffffu, x, apart);
    }
    if (threadIdx.x % 32 == 0) of[threadIdx.x / 32] = x;
    __syncthreads();
    float sum = of[0];
    for (int warp = 1; warp < HALF_WARPS; warp++) {
        sum += of[warp];
    }
    return sum;
}

DEVICE float halfMost(float x, float* of) {
    for (int apart = 16; apart > 0; apart /= 2) {
        x = larger(x, __shfl_xor_sync(0xffffffffu, x, apart));
    }
    if (threadIdx.x % 32 == 0) of[threadIdx.x / 32] = x;
    __syncthreads();
    float most = of[0];
    for (int warp = 1; warp < HALF_WARPS; warp++) {
        most = larger(most, of[warp]);
    }
    return most;
}

/** As policy_loss, with logits (T, V) in bfloat16; shared memory for `held` of them, an even number. */
KERNEL __launch_bounds__(512) policy_loss_bf16(
        float* measures,
        half_bits* logits,
        const int* targets,
        const int* offPolicy,
        const float* tokens,
        int hasRatios,
        int hasReference,
        float inverseTemperature,
        float ratioLow,
        float ratioHigh,
        float dualClip,
        float kl,
        float entropyBonus,
        int estimator,
        int t,
        int v,
        int held) {
    DYNAMIC_SHARED(half_bits, halvesOnChip);
    __shared__ HalfDesk desk;
    int at = blockIdx.x;
    Rule rule = {inverseTemperature, ratioLow, ratioHigh, dualClip, kl, entropyBonus, estimator};
    Token token = tokenOf(targets, offPolicy, tokens, hasRatios, hasReference, t, at);
    HalfRow row = {logits + static_cast<long long>(at) * v, halvesOnChip, held, v};
    float target = widened(row.z[token.target]);
    float max = __int_as_float(0xff800000);
    row.each(true, [&](int, float x) { max = larger(max, x * inverseTemperature); });
    max = halfMost(max, desk.of[0]);
    float sum = 0.0f;
    float product = 0.0f;
    row.each(false, [&](int, float x) {
        float shifted = x * inverseTemperature - max;
        float term = expOf(shifted);
        sum += term;
        product = fmaf(term, shifted, product);
    });
    sum = halfSum(sum, desk.of[1]);
    product = halfSum(product, desk.of[2]);
    float logSum = logOf(sum);
    float inverseSum = 1.0f / sum;
    Softmax softmax = {max, logSum, inverseSum, logSum - product * inverseSum};
    if (threadIdx.x < LANES) {
        float logProb = target * inverseTemperature - max - logSum;
        float slope = lossOf(measures + at * MEASURES, rule, token, logProb, softmax.entropy);
        if (threadIdx.x == 0) desk.slope = slope;
    }
    __syncthreads();
    float scale = token.weight * inverseTemperature;
    float pull = scale * desk.slope;
    float push = scale * entropyBonus;
    row.replace([&](int i, float x) {
        float shifted = x * inverseTemperature - max;
        return slopeOf(softmax, shifted, i == token.target, pull, push);
    });
}
