// Matrix products in f32 whose elements are each one chain of fused multiply-adds over ascending k.
// Reference: ScalarOps.matmul. A block of 256 threads forms a tile of 64 x 64, each thread 4 x 4 of
// it, from slices of 16 along k that go through shared memory.
#include "device.cuh"

constexpr int TILE = 64;
constexpr int DEPTH = 16;
constexpr int EACH = 4;
constexpr int ACROSS = TILE / EACH;

/** a (i, p) lies at i * row + p * column. */
struct Layout {
    const float* at;
    long long row;
    long long column;
};

/**
 * A slice of a matrix (outer, k) into shared memory (DEPTH, TILE). Threads walk along the axis that
 * is contiguous in memory.
 */
DEVICE void bring(
        float (*slice)[TILE], const Layout& from, int outer0, int outers, int p0, int k) {
    for (int index = threadIdx.x; index < TILE * DEPTH; index += blockDim.x) {
        int outer = from.column == 1 ? index / DEPTH : index % TILE;
        int p = from.column == 1 ? index % DEPTH : index / TILE;
        bool inside = outer0 + outer < outers && p0 + p < k;
        slice[p][outer] =
                inside ? from.at[(outer0 + outer) * from.row + (p0 + p) * from.column] : 0.0f;
    }
}

/** c (M, N) = or += a (M, K) times b, whose element (p, j) lies at j * b.row + p * b.column. */
DEVICE void multiply(float* c, const Layout& a, const Layout& b, int m, int k, int n, int adds) {
    __shared__ float left[DEPTH][TILE];
    __shared__ float right[DEPTH][TILE];
    int tilesAcross = (n + TILE - 1) / TILE;
    int i0 = blockIdx.x / tilesAcross * TILE;
    int j0 = blockIdx.x % tilesAcross * TILE;
    int ti = threadIdx.x / ACROSS;
    int tj = threadIdx.x % ACROSS;
    float sums[EACH][EACH];
    for (int y = 0; y < EACH; y++) {
        for (int x = 0; x < EACH; x++) {
            int i = i0 + ti + y * ACROSS;
            int j = j0 + tj + x * ACROSS;
            bool starts = adds != 0 && i < m && j < n;
            sums[y][x] = starts ? c[static_cast<long long>(i) * n + j] : 0.0f;
        }
    }
    for (int p0 = 0; p0 < k; p0 += DEPTH) {
        bring(left, a, i0, m, p0, k);
        bring(right, b, j0, n, p0, k);
        __syncthreads();
        // No product is added beyond k: even one of zeros would turn a sum of -0 into 0.
        int depth = k - p0 < DEPTH ? k - p0 : DEPTH;
        for (int p = 0; p < depth; p++) {
            for (int y = 0; y < EACH; y++) {
                for (int x = 0; x < EACH; x++) {
                    sums[y][x] = fmaf(
                            left[p][ti + y * ACROSS], right[p][tj + x * ACROSS], sums[y][x]);
                }
            }
        }
        __syncthreads();
    }
    for (int y = 0; y < EACH; y++) {
        for (int x = 0; x < EACH; x++) {
            int i = i0 + ti + y * ACROSS;
            int j = j0 + tj + x * ACROSS;
            if (i < m && j < n) c[static_cast<long long>(i) * n + j] = sums[y][x];
        }
    }
}

/** c (M, N) = or += a (M, K) times b (K, N). */
KERNEL __launch_bounds__(256) matmul(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    multiply(c, {a, k, 1}, {b, 1, n}, m, k, n, adds);
}

/** c (M, N) = or += a (M, K) times the transpose of b (N, K). */
KERNEL __launch_bounds__(256) matmul_transposed_b(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    multiply(c, {a, k, 1}, {b, k, 1}, m, k, n, adds);
}

/** c (M, N) = or += the transpose of a (K, M) times b (K, N). */
KERNEL __launch_bounds__(256) matmul_transposed_a(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    multiply(c, {a, 1, m}, {b, 1, n}, m, k, n, adds);
}
