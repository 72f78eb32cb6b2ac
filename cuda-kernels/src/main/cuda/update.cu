// The end of a training step: the gradient's norm and AdamW. References: Lanes.squares, Elementwise.adamW.
#include "device.cuh"

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
    float d = g[i] * scale;
    float mean = fmaf(beta1, m[i], (1.0f - beta1) * d);
    float square = fmaf(beta2, v[i], (1.0f - beta2) * (d * d));
    m[i] = mean;
    v[i] = square;
    float root = sqrtf(square * correction2) + epsilon;
    p[i] = fmaf(p[i], kept, -(rate * mean / root));
}
