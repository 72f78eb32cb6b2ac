// Losses over rows of logits (T, V), half a warp for each row. References: ScalarSoftmax, PolicyRow.
#include "policy.cuh"

/** Of one row z (V) times the inverse temperature. Three passes: max; sums; the caller's. */
DEVICE Softmax softmaxOf(const float* z, int v, float inverseTemperature, unsigned mask) {
    float max = __int_as_float(0xff800000);
    for (int i = laneOfRow(); i < v; i += LANES) {
        max = larger(max, z[i] * inverseTemperature);
    }
    max = foldLarger(max, mask);
    float sum = 0.0f;
    float product = 0.0f;
    for (int i = laneOfRow(); i < v; i += LANES) {
        float shifted = z[i] * inverseTemperature - max;
        float term = expOf(shifted);
        sum += term;
        product = fmaf(term, shifted, product);
    }
    sum = fold(sum, mask);
    product = fold(product, mask);
    float logSum = logOf(sum);
    float inverseSum = 1.0f / sum;
    return {max, logSum, inverseSum, logSum - product * inverseSum};
}

/** out (T): log of softmax(logits * inverseTemperature) at targets (T). */
KERNEL log_probs(
        float* out,
        const float* logits,
        const int* targets,
        float inverseTemperature,
        int t,
        int v) {
    int row = rowOfGrid();
    if (row >= t) return;
    const float* z = logits + static_cast<long long>(row) * v;
    Softmax softmax = softmaxOf(z, v, inverseTemperature, maskOfRow());
    if (laneOfRow() == 0) {
        float shifted = z[targets[row]] * inverseTemperature - softmax.max;
        out[row] = shifted - softmax.logSum;
    }
}

/** losses (T) = -log softmax(logits)[targets] * weights, logits become weights (softmax - one-hot). */
KERNEL cross_entropy(
        float* losses,
        float* logits,
        const int* targets,
        const float* weights,
        int t,
        int v) {
    int row = rowOfGrid();
    if (row >= t) return;
    float* z = logits + static_cast<long long>(row) * v;
    float weight = weights[row];
    if (weight == 0.0f) {
        for (int i = laneOfRow(); i < v; i += LANES) {
            z[i] = 0.0f;
        }
        if (laneOfRow() == 0) losses[row] = 0.0f;
        return;
    }
    int target = targets[row];
    Softmax softmax = softmaxOf(z, v, 1.0f, maskOfRow());
    if (laneOfRow() == 0) {
        losses[row] = -(z[target] - softmax.max - softmax.logSum) * weight;
    }
    __syncwarp(maskOfRow());
    for (int i = laneOfRow(); i < v; i += LANES) {
        float p = expOf(z[i] - softmax.max) * softmax.inverseSum;
        z[i] = weight * (p - (i == target ? 1.0f : 0.0f));
    }
}

/**
 * The clipped policy-gradient loss: measures (T, 8) are set and logits (T, V) become gradients.
 * tokens has the columns behaviour, advantages, weights, log-ratios, references, each (T), the last
 * two only where hasRatios and hasReference say so (1 or 0); offPolicy (T) is 1 or 0.
 */
KERNEL policy_loss(
        float* measures,
        float* logits,
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
        int v) {
    int row = rowOfGrid();
    if (row >= t) return;
    Rule rule = {inverseTemperature, ratioLow, ratioHigh, dualClip, kl, entropyBonus, estimator};
    Token token = tokenOf(targets, offPolicy, tokens, hasRatios, hasReference, t, row);
    float* z = logits + static_cast<long long>(row) * v;
    unsigned mask = maskOfRow();
    Softmax softmax = softmaxOf(z, v, inverseTemperature, mask);
    float logProb = z[token.target] * inverseTemperature - softmax.max - softmax.logSum;
    float slope = lossOf(measures + row * MEASURES, rule, token, logProb, softmax.entropy);
    float scale = token.weight * inverseTemperature;
    float pull = scale * slope;
    float push = scale * entropyBonus;
    __syncwarp(mask);
    for (int i = laneOfRow(); i < v; i += LANES) {
        float shifted = z[i] * inverseTemperature - softmax.max;
        z[i] = slopeOf(softmax, shifted, i == token.target, pull, push);
    }
}

constexpr int CHIP_THREADS = 512;
constexpr int CHUNK = 2048;

/** The row's max, for all threads of the block. */
DEVICE float maxOfBlock(float x) {
    __shared__ float halves[CHIP_THREADS / LANES];
    x = foldLarger(x, maskOfRow());
    if (laneOfRow() == 0) halves[threadIdx.x / LANES] = x;
    __syncthreads();
    float most = halves[0];
    for (int i = 1; i < CHIP_THREADS / LANES; i++) {
        most = larger(most, halves[i]);
    }
    return most;
}

/** exp of a chunk of the row, by all warps but the first. */
DEVICE void bringTerms(float* terms, const float* row, int from, int v) {
    int end = from + CHUNK < v ? from + CHUNK : v;
    for (int i = from + threadIdx.x - warpSize; i < end; i += CHIP_THREADS - warpSize) {
        terms[i - from] = expOf(row[i]);
    }
}

/**
 * The sums over a row in shared memory, as softmaxOf forms them. They are chains, one in each of 16
 * lanes: the first half warp adds one chunk while the other warps raise the next to its exponential.
 */
DEVICE Softmax sumOnChip(const float* row, int v, float max) {
    __shared__ float terms[2][CHUNK];
    __shared__ Softmax result;
    float sum = 0.0f;
    float product = 0.0f;
    if (threadIdx.x >= warpSize) bringTerms(terms[0], row, 0, v);
    __syncthreads();
    for (int from = 0, turn = 0; from < v; from += CHUNK, turn ^= 1) {
        if (threadIdx.x >= warpSize) {
            bringTerms(terms[turn ^ 1], row, from + CHUNK, v);
        } else if (threadIdx.x < LANES) {
            int end = from + CHUNK < v ? from + CHUNK : v;
            for (int i = from + static_cast<int>(threadIdx.x); i < end; i += LANES) {
                float term = terms[turn][i - from];
                sum += term;
                product = fmaf(term, row[i], product);
            }
        }
        __syncthreads();
    }
    if (threadIdx.x < LANES) {
        sum = fold(sum, maskOfRow());
        product = fold(product, maskOfRow());
        float logSum = logOf(sum);
        float inverseSum = 1.0f / sum;
        if (threadIdx.x == 0) result = {max, logSum, inverseSum, logSum - product * inverseSum};
    }
    __syncthreads();
    return result;
}

/**
 * policy_loss where a row of logits fits into shared memory (V): a block has one row, reads each
 * logit once and writes each gradient once.
 */
KERNEL __launch_bounds__(512) policy_loss_on_chip(
        float* measures,
        float* logits,
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
        int v) {
    DYNAMIC_SHARED(float, rowOnChip);
    int row = blockIdx.x;
    Rule rule = {inverseTemperature, ratioLow, ratioHigh, dualClip, kl, entropyBonus, estimator};
    Token token = tokenOf(targets, offPolicy, tokens, hasRatios, hasReference, t, row);
    float* z = logits + static_cast<long long>(row) * v;
    float max = __int_as_float(0xff800000);
    for (int i = threadIdx.x; i < v; i += CHIP_THREADS) {
        rowOnChip[i] = z[i] * inverseTemperature;
        max = larger(max, rowOnChip[i]);
    }
    max = maxOfBlock(max);
    for (int i = threadIdx.x; i < v; i += CHIP_THREADS) {
        rowOnChip[i] -= max;
    }
    __syncthreads();
    Softmax softmax = sumOnChip(rowOnChip, v, max);
    float logProb = rowOnChip[token.target] - softmax.logSum;
    __shared__ float slopeOfRow;
    if (threadIdx.x < LANES) {
        float slope = lossOf(measures + row * MEASURES, rule, token, logProb, softmax.entropy);
        if (threadIdx.x == 0) slopeOfRow = slope;
    }
    __syncthreads();
    float scale = token.weight * inverseTemperature;
    float pull = scale * slopeOfRow;
    float push = scale * entropyBonus;
    for (int i = threadIdx.x; i < v; i += CHIP_THREADS) {
        z[i] = slopeOf(softmax, rowOnChip[i], i == token.target, pull, push);
    }
}
