// One thread for each element. References: Elementwise, ScalarOps.
#include "device.cuh"

/** target (n) = value. */
KERNEL fill(float* target, float value, int n) {
    long long i = threadOfGrid();
    if (i < n) target[i] = value;
}

/** y (n) += x (n). */
KERNEL add(float* y, const float* x, int n) {
    long long i = threadOfGrid();
    if (i < n) y[i] += x[i];
}

/** out (n) = gate * sigmoid(gate) * up, all (T, F) with n = T * F. */
KERNEL swi_glu(float* out, const float* gate, const float* up, int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    float x = gate[i];
    out[i] = x * sigmoidOf(x) * up[i];
}

/** dGate and dUp (n) are set, from dOut (n). */
KERNEL swi_glu_backward(
        float* dGate, float* dUp, const float* dOut, const float* gate, const float* up, int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    float x = gate[i];
    float d = dOut[i];
    float s = sigmoidOf(x);
    float slope = s * fmaf(x, 1.0f - s, 1.0f);
    dGate[i] = d * up[i] * slope;
    dUp[i] = d * (x * s);
}

/**
 * In place on x (T, heads, D): the pair (i, i + D/2) turns by the angle i of positions[t]; cosSin
 * (positions, D) has the cosines of the D/2 angles, then their sines. n = T * heads * D/2, one
 * thread for each pair. sign is -1 to turn back.
 */
KERNEL rotary(
        float* x,
        const float* cosSin,
        const int* positions,
        float sign,
        int heads,
        int d,
        int n) {
    long long pair = threadOfGrid();
    if (pair >= n) return;
    int half = d / 2;
    int i = static_cast<int>(pair % half);
    long long row = pair / half;  // of (T, heads)
    const float* angles = cosSin + static_cast<long long>(positions[row / heads]) * d;
    float* low = x + row * d + i;
    float* high = low + half;
    float cosine = angles[i];
    float sine = sign * angles[half + i];
    float first = *low;
    float second = *high;
    *low = fmaf(first, cosine, -(second * sine));
    *high = fmaf(second, cosine, first * sine);
}
