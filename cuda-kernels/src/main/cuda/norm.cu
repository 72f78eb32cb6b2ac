// RMSNorm forward and backward (Zhang and Sennrich 2019). Reference: ScalarOps.rmsNorm.
#include "device.cuh"

DEVICE float inverseRootMeanSquare(const float* x, int c, float epsilon, unsigned mask) {
    float mean = dot(x, x, c, mask) / static_cast<float>(c);
    return 1.0f / sqrtf(mean + epsilon);
}

/** out (T, C) = x / sqrt(mean(x^2) + epsilon) * weight (C); half a warp for each row. */
KERNEL rms_norm(float* out, const float* x, const float* weight, float epsilon, int t, int c) {
    int row = rowOfGrid();
    if (row >= t) return;
    const float* from = x + static_cast<long long>(row) * c;
    float* to = out + static_cast<long long>(row) * c;
    float inverse = inverseRootMeanSquare(from, c, epsilon, maskOfRow());
    for (int i = laneOfRow(); i < c; i += LANES) {
        to[i] = from[i] * inverse * weight[i];
    }
}

/**
 * With r the inverse root mean square and g = dOut * weight: dX (T, C) += g r + x (-(g . x) r^3 / C),
 * and inverses (T) are set for the weight's gradient; half a warp for each row.
 */
KERNEL rms_norm_backward(
        float* dX,
        float* inverses,
        const float* dOut,
        const float* x,
        const float* weight,
        float epsilon,
        int t,
        int c) {
    int row = rowOfGrid();
    if (row >= t) return;
    long long at = static_cast<long long>(row) * c;
    unsigned mask = maskOfRow();
    float inverse = inverseRootMeanSquare(x + at, c, epsilon, mask);
    float product = 0.0f;
    for (int i = laneOfRow(); i < c; i += LANES) {
        product = fmaf(dOut[at + i] * weight[i], x[at + i], product);
    }
    product = fold(product, mask);
    float pull = -(product * inverse * inverse * inverse / static_cast<float>(c));
    for (int i = laneOfRow(); i < c; i += LANES) {
        float g = dOut[at + i] * weight[i];
        dX[at + i] += fmaf(g, inverse, x[at + i] * pull);
    }
    if (laneOfRow() == 0) inverses[row] = inverse;
}

/** dWeight (C) += the chain of dOut * (x * inverse) over ascending rows; one thread a column. */
KERNEL rms_norm_backward_weight(
        float* dWeight,
        const float* dOut,
        const float* x,
        const float* inverses,
        int t,
        int c) {
    long long i = threadOfGrid();
    if (i >= c) return;
    float sum = dWeight[i];
    for (int row = 0; row < t; row++) {
        long long at = static_cast<long long>(row) * c + i;
        sum = fmaf(dOut[at], x[at] * inverses[row], sum);
    }
    dWeight[i] = sum;
}
