// What all kernels share: how they are declared, our own exp and log, and the fixed order of sums.
//
// The same files are compiled by nvcc for a GPU and by g++ for the emulator of the tests, both
// without contraction of products and sums: a fused multiply-add is written fmaf. So a kernel has
// the bits of its plain reference, which is named beside it (org.colloquy.tensor).
//
// Letters as in TensorOps: T rows, C width, F feed-forward width, H heads, G key-value heads, D head
// width, V vocabulary, R rows of a key-value store.
#pragma once

#ifdef __CUDACC__
#define DYNAMIC_SHARED(type, name) extern __shared__ type name[]
#else
#include "cuda_emulator.h"
#define DYNAMIC_SHARED(type, name) type* name = static_cast<type*>(emulator::dynamicShared())
#endif

#define KERNEL extern "C" __global__ void
#define DEVICE static __device__ __forceinline__

constexpr int LANES = 16;

DEVICE long long threadOfGrid() {
    return static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
}

// ---- Math.max of Java: NaN wins, and 0 is above -0.

DEVICE float larger(float a, float b) {
    if (a != a) return a;
    if (a == b) return __float_as_int(a) < 0 ? b : a;
    return a > b ? a : b;
}

// ---- exp, log, sigmoid: reference Elementary. The error stays within 2 units in the last place.

DEVICE float powerOfTwo(int exponent) {
    return __int_as_float(static_cast<int>(static_cast<unsigned>(exponent + 127) << 23));
}

DEVICE float expOf(float x) {
    float bounded = x < -104.0f ? -104.0f : x;
    bounded = bounded > 89.0f ? 89.0f : bounded;
    float rounded = fmaf(bounded, 1.44269504088896341f, 12582912.0f);
    float n = rounded - 12582912.0f;
    float r = fmaf(n, -0.693359375f, bounded);
    r = fmaf(n, 2.12194440e-4f, r);
    float p = fmaf(1.9875691500e-4f, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    p = fmaf(p, r * r, r) + 1.0f;
    unsigned bits = static_cast<unsigned>(__float_as_int(rounded)) - 0x4B400000u;
    int exponent = static_cast<int>(bits);
    int half = exponent >> 1;
    return p * powerOfTwo(half) * powerOfTwo(exponent - half);
}

DEVICE float logOf(float x) {
    if (!(x > 0.0f)) return x == 0.0f ? __int_as_float(0xff800000) : __int_as_float(0x7fc00000);
    if (__float_as_int(x) == 0x7f800000) return x;
    bool subnormal = x < 1.17549435e-38f;
    int bits = __float_as_int(subnormal ? x * 33554432.0f : x);
    int exponent = (bits >> 23) - 126 - (subnormal ? 25 : 0);
    float m = __int_as_float((bits & 0x7fffff) | (126 << 23));
    if (m < 0.707106781186547524f) {
        exponent--;
        m += m;
    }
    float f = m - 1.0f;
    float square = f * f;
    float p = fmaf(7.0376836292e-2f, f, -1.1514610310e-1f);
    p = fmaf(p, f, 1.1676998740e-1f);
    p = fmaf(p, f, -1.2420140846e-1f);
    p = fmaf(p, f, 1.4249322787e-1f);
    p = fmaf(p, f, -1.6668057665e-1f);
    p = fmaf(p, f, 2.0000714765e-1f);
    p = fmaf(p, f, -2.4999993993e-1f);
    p = fmaf(p, f, 3.3333331174e-1f);
    float e = static_cast<float>(exponent);
    float y = fmaf(e, -2.12194440e-4f, f * square * p);
    y = fmaf(-0.5f, square, y);
    return fmaf(e, 0.693359375f, f + y);
}

DEVICE float sigmoidOf(float x) { return 1.0f / (1.0f + expOf(-x)); }

// ---- Rows are worked on by half a warp each: lane i takes the elements i, i+16, ... in order, then
// lanes are folded 8, 4, 2, 1 apart. Reference: Lanes.

DEVICE int laneOfRow() { return threadIdx.x % LANES; }

/** The lanes of the caller's row within its warp. */
DEVICE unsigned maskOfRow() { return 0xffffu << (threadIdx.x & LANES); }

/** The row of the caller where a block has blockDim.x / 16 rows. */
DEVICE int rowOfGrid() { return static_cast<int>(threadOfGrid() / LANES); }

/** All lanes return the sum. */
template <class T>
DEVICE T fold(T sum, unsigned mask) {
    for (int apart = LANES / 2; apart > 0; apart /= 2) {
        sum += __shfl_down_sync(mask, sum, apart, LANES);
    }
    return __shfl_sync(mask, sum, 0, LANES);
}

DEVICE float foldLarger(float x, unsigned mask) {
    for (int apart = LANES / 2; apart > 0; apart /= 2) {
        x = larger(x, __shfl_xor_sync(mask, x, apart, LANES));
    }
    return x;
}

/** The sum of x (n) times y (n), for all lanes of a row. */
DEVICE float dot(const float* x, const float* y, int n, unsigned mask) {
    float sum = 0.0f;
    for (int i = laneOfRow(); i < n; i += LANES) {
        sum = fmaf(x[i], y[i], sum);
    }
    return fold(sum, mask);
}
