// Kernels that are wrong, each in its own way, and some that are right: what the emulator must tell.
#include "device.cuh"

KERNEL reads_past_the_end(float* x, int n) {
    if (threadIdx.x == 0) x[0] = x[n];
}

KERNEL writes_before_the_start(float* x, int n) {
    if (threadIdx.x == 0 && n > 0) x[-1] = 1.0f;
}

KERNEL reads_what_nobody_wrote(float* x, int n) {
    __shared__ float tile[64];
    if (threadIdx.x == 0) x[0] = tile[n];
}

KERNEL leaves_an_output_unwritten(float* x, int n) {
    if (static_cast<int>(threadIdx.x) < n - 1) x[threadIdx.x] = 1.0f;
}

KERNEL reaches_different_barriers(float* x, int n) {
    if (static_cast<int>(threadIdx.x) < n) {
        __syncthreads();
    } else {
        __syncthreads();
    }
    x[threadIdx.x] = 1.0f;
}

KERNEL ends_before_a_barrier(float* x, int n) {
    if (static_cast<int>(threadIdx.x) >= n) return;
    __syncthreads();
    x[threadIdx.x] = 1.0f;
}

KERNEL shuffles_without_some_lanes(float* x, int n) {
    float sum = 1.0f;
    if (static_cast<int>(threadIdx.x) < n) sum += __shfl_xor_sync(0xffffffffu, sum, 1);
    x[threadIdx.x] = sum;
}

KERNEL takes_from_outside_its_mask(float* x, int n) {
    float sum = static_cast<float>(n);
    if (threadIdx.x < 16) sum = __shfl_sync(0xffffu, sum, 20);
    x[threadIdx.x] = sum;
}

KERNEL races_in_shared_memory(float* x, int n) {
    __shared__ float tile[64];
    tile[threadIdx.x] = static_cast<float>(threadIdx.x);
    __syncthreads();
    tile[threadIdx.x] *= 2.0f;
    x[threadIdx.x] = tile[(threadIdx.x + n) % 64];
}

KERNEL races_between_blocks(float* x, int n) {
    if (threadIdx.x == 0) x[0] = static_cast<float>(n + blockIdx.x);
}

KERNEL depends_on_the_order(int* x, int n) {
    x[threadIdx.x] = atomicAdd(x + n, 1);
}

KERNEL is_misaligned(float* x, int n) {
    double* y = reinterpret_cast<double*>(x + n);
    if (threadIdx.x == 0) *y = 1.0;
}

/** Right: x becomes its own reverse, by way of dynamic shared memory. */
KERNEL reverses(float* x, int n) {
    DYNAMIC_SHARED(float, copy);
    copy[threadIdx.x] = x[threadIdx.x];
    __syncthreads();
    x[threadIdx.x] = copy[n - 1 - threadIdx.x];
}

/** Right: every lane gets how many lanes of its warp are even, and votes. */
KERNEL votes(float* x, int n) {
    unsigned even = __ballot_sync(0xffffffffu, threadIdx.x % 2 == 0);
    int all = __all_sync(0xffffffffu, n > 0);
    int any = __any_sync(0xffffffffu, threadIdx.x == 3);
    int count = 0;
    for (int lane = 0; lane < 32; lane++) {
        count += even >> lane & 1;
    }
    x[threadIdx.x] = static_cast<float>(count + 100 * all + 1000 * any);
}
