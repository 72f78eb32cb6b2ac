// Causal grouped-query attention over rows of a key-value store: query row t attends to the rows
// firstKey[t] .. lastKey[t]. Reference: ScalarAttention. Shapes: q, out (T, H, D), k, v (R, G, D).
#include "device.cuh"

struct Heads {
    int heads;          // H
    int keyValueHeads;  // G
    int width;          // D
};

DEVICE const float* keyOf(const float* k, const Heads& of, int row, int head) {
    int group = head / (of.heads / of.keyValueHeads);
    return k + (static_cast<long long>(row) * of.keyValueHeads + group) * of.width;
}

/** The value at thread 0 of each half warp's fold, brought to all threads of the block. */
DEVICE float largerOfBlock(float x) {
    __shared__ float rows[1024 / LANES];
    x = foldLarger(x, maskOfRow());
    if (laneOfRow() == 0) rows[threadIdx.x / LANES] = x;
    __syncthreads();
    float most = rows[0];
    for (unsigned i = 1; i < blockDim.x / LANES; i++) {
        most = larger(most, rows[i]);
    }
    __syncthreads();
    return most;
}

/** The sum over keys in 16 lanes, lane i taking the i-th key; the first half warp forms it. */
DEVICE float sumOfKeys(const float* x, const float* y, int keys) {
    __shared__ float total;
    if (threadIdx.x < LANES) {
        float sum = 0.0f;
        for (int j = threadIdx.x; j < keys; j += LANES) {
            sum = y == nullptr ? sum + x[j] : fmaf(x[j], y[j], sum);
        }
        sum = fold(sum, maskOfRow());
        if (threadIdx.x == 0) total = sum;
    }
    __syncthreads();
    float sum = total;
    __syncthreads();
    return sum;
}

/** probabilities (keys), in shared memory, of one query q (D); each half warp takes keys in turn. */
DEVICE void probabilitiesOf(
        float* probabilities,
        const float* q,
        const float* k,
        const Heads& of,
        int head,
        int firstKey,
        int keys,
        float scale) {
    float max = __int_as_float(0xff800000);
    for (int j = threadIdx.x / LANES; j < keys; j += blockDim.x / LANES) {
        float score = dot(q, keyOf(k, of, firstKey + j, head), of.width, maskOfRow()) * scale;
        if (laneOfRow() == 0) probabilities[j] = score;
        max = larger(max, score);
    }
    max = largerOfBlock(max);
    for (int j = threadIdx.x; j < keys; j += blockDim.x) {
        probabilities[j] = expOf(probabilities[j] - max);
    }
    __syncthreads();
    float inverse = 1.0f / sumOfKeys(probabilities, nullptr, keys);
    for (int j = threadIdx.x; j < keys; j += blockDim.x) {
        probabilities[j] *= inverse;
    }
    __syncthreads();
}

/** out (D) = the chain over ascending keys of weights (keys) times rows of values. */
DEVICE void weigh(
        float* out,
        const float* weights,
        const float* values,
        const Heads& of,
        int head,
        int firstKey,
        int keys) {
    long long stride = static_cast<long long>(of.keyValueHeads) * of.width;
    for (int i = threadIdx.x; i < of.width; i += blockDim.x) {
        const float* value = keyOf(values, of, firstKey, head) + i;
        float sum = 0.0f;
        for (int j = 0; j < keys; j++) {
            sum = fmaf(weights[j], value[j * stride], sum);
        }
        out[i] = sum;
    }
}

/** out (T, H, D); one block for each row and head, shared memory for the scores of its keys. */
KERNEL attention(
        float* out,
        const float* q,
        const float* k,
        const float* v,
        const int* firstKeys,
        const int* lastKeys,
        float scale,
        int heads,
        int keyValueHeads,
        int width) {
    DYNAMIC_SHARED(float, scores);
    Heads of = {heads, keyValueHeads, width};
    int row = blockIdx.x / heads;
    int head = blockIdx.x % heads;
    int firstKey = firstKeys[row];
    int keys = lastKeys[row] - firstKey + 1;
    long long at = static_cast<long long>(blockIdx.x) * width;
    probabilitiesOf(scores, q + at, k, of, head, firstKey, keys, scale);
    weigh(out + at, scores, v, of, head, firstKey, keys);
}

/**
 * dQ (T, H, D) is set; probabilities and dScores (T, H, most) are set for the gradients of keys and
 * values; dS = P * (dP - sum of P dP) * scale. Shared memory for two numbers per key.
 */
KERNEL attention_backward(
        float* dQ,
        float* probabilities,
        float* dScores,
        const float* dOut,
        const float* q,
        const float* k,
        const float* v,
        const int* firstKeys,
        const int* lastKeys,
        float scale,
        int heads,
        int keyValueHeads,
        int width,
        int most) {
    DYNAMIC_SHARED(float, scores);
    Heads of = {heads, keyValueHeads, width};
    int row = blockIdx.x / heads;
    int head = blockIdx.x % heads;
    int firstKey = firstKeys[row];
    int keys = lastKeys[row] - firstKey + 1;
    long long at = static_cast<long long>(blockIdx.x) * width;
    float* slopes = scores + keys;
    probabilitiesOf(scores, q + at, k, of, head, firstKey, keys, scale);
    for (int j = threadIdx.x / LANES; j < keys; j += blockDim.x / LANES) {
        float d = dot(dOut + at, keyOf(v, of, firstKey + j, head), width, maskOfRow());
        if (laneOfRow() == 0) slopes[j] = d;
    }
    __syncthreads();
    float mean = sumOfKeys(scores, slopes, keys);
    long long stored = static_cast<long long>(blockIdx.x) * most;
    for (int j = threadIdx.x; j < keys; j += blockDim.x) {
        float d = scores[j] * (slopes[j] - mean) * scale;
        slopes[j] = d;
        dScores[stored + j] = d;
        probabilities[stored + j] = scores[j];
    }
    __syncthreads();
    weigh(dQ + at, slopes, k, of, head, firstKey, keys);
}

/**
 * dK and dV (R, G, D) += the chains over ascending rows t of T, and ascending heads within a row, of
 * dScores times q and probabilities times dOut. One block for each (r, g).
 */
KERNEL attention_backward_keys(
        float* dK,
        float* dV,
        const float* probabilities,
        const float* dScores,
        const float* dOut,
        const float* q,
        const int* firstKeys,
        const int* lastKeys,
        int t,
        int heads,
        int keyValueHeads,
        int width,
        int most) {
    int key = blockIdx.x / keyValueHeads;
    int group = blockIdx.x % keyValueHeads;
    int share = heads / keyValueHeads;
    long long target = static_cast<long long>(blockIdx.x) * width;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        float ofKey = dK[target + i];
        float ofValue = dV[target + i];
        for (int row = 0; row < t; row++) {
            if (key < firstKeys[row] || key > lastKeys[row]) continue;
            for (int head = group * share; head < (group + 1) * share; head++) {
                long long at = static_cast<long long>(row) * heads + head;
                long long pair = at * most + key - firstKeys[row];
                ofKey = fmaf(dScores[pair], q[at * width + i], ofKey);
                ofValue = fmaf(probabilities[pair], dOut[at * width + i], ofValue);
            }
        }
        dK[target + i] = ofKey;
        dV[target + i] = ofValue;
    }
}
