// The end of a training step: the gradient's norm and AdamW. References: Lanes.squares, Elementwise.adamW.
#include "half.cuh"

constexpr int SQUARES_TILE = 2048;

/**
 * out (1) = the sum of squares of x (n) in double: 16 lanes, then the tree. One block; all of its
 * threads bring elements into shared memory, the first 16 add them.
 */
KERNEL sum_of_squares(double* out, const float* x, int n) {
    __shared__ float tile[SQUARES_TILE];
    double sum = 0.0;
    for (long long from = 0; from < n; from += SQUARES_TILE) {
        int size = static_cast<int>(n - from < SQUARES_TILE ? n - from : SQUARES_TILE);
        for (int i = threadIdx.x; i < size; i += blockDim.x) {
            tile[i] = x[from + i];
        }
        __syncthreads();
        if (threadIdx.x < LANES) {
            for (int i = threadIdx.x; i < size; i += LANES) {
                double value = tile[i];
                sum = fma(value, value, sum);
            }
        }
        __syncthreads();
    }
    if (threadIdx.x < LANES) {
        sum = fold(sum, maskOfRow());
        if (threadIdx.x == 0) *out = sum;
    }
}

/** The constants of an update: see adam_w. */
struct AdamStep {
    float scale;
    float beta1;
    float beta2;
    float epsilon;
    float rate;
    float correction2;
    float kept;
};

/** Updates one parameter and its moments; returns the parameter. */
DEVICE float adamStep(float* p, float g, float* m, float* v, const AdamStep& step) {
    float d = g * step.scale;
    float mean = fmaf(step.beta1, *m, (1.0f - step.beta1) * d);
    float square = fmaf(step.beta2, *v, (1.0f - step.beta2) * (d * d));
    *m = mean;
    *v = square;
    float root = sqrtf(square * step.correction2) + step.epsilon;
    float updated = fmaf(*p, step.kept, -(step.rate * mean / root));
    *p = updated;
    return updated;
}

/**
 * One AdamW update of parameter p (n) by gradient g, with moments m and v, all in place. scale is
 * the clip, rate the learning rate over 1 - beta1^number, correction2 is 1 / (1 - beta2^number),
 * kept is 1 - learning rate * weight decay. Loshchilov and Hutter 2019.
 */
KERNEL adam_w(
        float* p,
        const float* g,
        float* m,
        float* v,
        float scale,
        float beta1,
        float beta2,
        float epsilon,
        float rate,
        float correction2,
        float kept,
        int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    adamStep(p + i, g[i], m + i, v + i, {scale, beta1, beta2, epsilon, rate, correction2, kept});
}

/** As adam_w, and copy (n) is the parameter in bfloat16. */
KERNEL adam_w_bf16(
        half_bits* copy,
        float* p,
        const float* g,
        float* m,
        float* v,
        float scale,
        float beta1,
        float beta2,
        float epsilon,
        float rate,
        float correction2,
        float kept,
        int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    copy[i] = narrowed(adamStep(
            p + i, g[i], m + i, v + i, {scale, beta1, beta2, epsilon, rate, correction2, kept}));
}
