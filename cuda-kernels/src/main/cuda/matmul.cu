// Matrix products in f32 whose elements are each one chain of fused multiply-adds over ascending k.
// Reference: ScalarOps.matmul. A block of 256 threads forms a tile of c, each thread a square of it,
// from slices along k that go through shared memory: 64 x 64 with 4 x 4 to a thread, or, where there
// are enough of them for every multiprocessor, 128 x 128 with 8 x 8.
#include "device.cuh"

constexpr int ACROSS = 16;  // threads along either side of a tile
constexpr int RUN = 4;      // neighbours that a thread has in a row, for wide loads

constexpr int TILE = 64;
constexpr int DEPTH = 16;
constexpr int LARGE_TILE = 128;
constexpr int LARGE_DEPTH = 8;

/** a (i, p) lies at i * row + p * column. */
struct Layout {
    const float* at;
    long long row;
    long long column;
};

/** Where in a tile the element `each` of thread t lies, along one side. */
DEVICE int placeOf(int each, int t) { return each / RUN * (RUN * ACROSS) + t * RUN + each % RUN; }

/**
 * A slice of a matrix (outer, k) into shared memory (DEEP, SIDE). Threads walk along the axis that is
 * contiguous in memory.
 */
template <int SIDE, int DEEP>
DEVICE void bring(float* slice, const Layout& from, int outer0, int outers, int p0, int k) {
    for (int index = threadIdx.x; index < SIDE * DEEP; index += blockDim.x) {
        int outer = from.column == 1 ? index / DEEP : index % SIDE;
        int p = from.column == 1 ? index % DEEP : index / SIDE;
        bool inside = outer0 + outer < outers && p0 + p < k;
        slice[p * SIDE + outer] =
                inside ? from.at[(outer0 + outer) * from.row + (p0 + p) * from.column] : 0.0f;
    }
}

/** c (M, N) = or += a (M, K) times b, whose element (p, j) lies at j * b.row + p * b.column. */
template <int SIDE, int DEEP>
DEVICE void multiply(
        float* c,
        const Layout& a,
        const Layout& b,
        int m,
        int k,
        int n,
        int adds,
        float* left,
        float* right) {
    constexpr int EACH = SIDE / ACROSS;
    int tilesAcross = (n + SIDE - 1) / SIDE;
    int i0 = blockIdx.x / tilesAcross * SIDE;
    int j0 = blockIdx.x % tilesAcross * SIDE;
    int ti = threadIdx.x / ACROSS;
    int tj = threadIdx.x % ACROSS;
    float sums[EACH][EACH];
#pragma unroll
    for (int y = 0; y < EACH; y++) {
#pragma unroll
        for (int x = 0; x < EACH; x++) {
            int i = i0 + placeOf(y, ti);
            int j = j0 + placeOf(x, tj);
            bool starts = adds != 0 && i < m && j < n;
            sums[y][x] = starts ? c[static_cast<long long>(i) * n + j] : 0.0f;
        }
    }
    for (int p0 = 0; p0 < k; p0 += DEEP) {
        bring<SIDE, DEEP>(left, a, i0, m, p0, k);
        bring<SIDE, DEEP>(right, b, j0, n, p0, k);
        __syncthreads();
        // No product is added beyond k: even one of zeros would turn a sum of -0 into 0.
        int depth = k - p0 < DEEP ? k - p0 : DEEP;
#pragma unroll 2
        for (int p = 0; p < depth; p++) {
            float column[EACH];
            float row[EACH];
#pragma unroll
            for (int each = 0; each < EACH; each++) {
                column[each] = left[p * SIDE + placeOf(each, ti)];
                row[each] = right[p * SIDE + placeOf(each, tj)];
            }
#pragma unroll
            for (int y = 0; y < EACH; y++) {
#pragma unroll
                for (int x = 0; x < EACH; x++) {
                    sums[y][x] = fmaf(column[y], row[x], sums[y][x]);
                }
            }
        }
        __syncthreads();
    }
#pragma unroll
    for (int y = 0; y < EACH; y++) {
#pragma unroll
        for (int x = 0; x < EACH; x++) {
            int i = i0 + placeOf(y, ti);
            int j = j0 + placeOf(x, tj);
            if (i < m && j < n) c[static_cast<long long>(i) * n + j] = sums[y][x];
        }
    }
}

/** c (M, N) = or += a (M, K) times b (K, N). */
KERNEL __launch_bounds__(256) matmul(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    alignas(16) __shared__ float left[DEPTH * TILE];
    alignas(16) __shared__ float right[DEPTH * TILE];
    multiply<TILE, DEPTH>(c, {a, k, 1}, {b, 1, n}, m, k, n, adds, left, right);
}

/** c (M, N) = or += a (M, K) times the transpose of b (N, K). */
KERNEL __launch_bounds__(256) matmul_transposed_b(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    alignas(16) __shared__ float left[DEPTH * TILE];
    alignas(16) __shared__ float right[DEPTH * TILE];
    multiply<TILE, DEPTH>(c, {a, k, 1}, {b, k, 1}, m, k, n, adds, left, right);
}

/** c (M, N) = or += the transpose of a (K, M) times b (K, N). */
KERNEL __launch_bounds__(256) matmul_transposed_a(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    alignas(16) __shared__ float left[DEPTH * TILE];
    alignas(16) __shared__ float right[DEPTH * TILE];
    multiply<TILE, DEPTH>(c, {a, 1, m}, {b, 1, n}, m, k, n, adds, left, right);
}

/** As matmul. */
KERNEL __launch_bounds__(256) matmul_large(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    alignas(16) __shared__ float left[LARGE_DEPTH * LARGE_TILE];
    alignas(16) __shared__ float right[LARGE_DEPTH * LARGE_TILE];
    multiply<LARGE_TILE, LARGE_DEPTH>(c, {a, k, 1}, {b, 1, n}, m, k, n, adds, left, right);
}

/** As matmul_transposed_b. */
KERNEL __launch_bounds__(256) matmul_large_transposed_b(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    alignas(16) __shared__ float left[LARGE_DEPTH * LARGE_TILE];
    alignas(16) __shared__ float right[LARGE_DEPTH * LARGE_TILE];
    multiply<LARGE_TILE, LARGE_DEPTH>(c, {a, k, 1}, {b, k, 1}, m, k, n, adds, left, right);
}

/** As matmul_transposed_a. */
KERNEL __launch_bounds__(256) matmul_large_transposed_a(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    alignas(16) __shared__ float left[LARGE_DEPTH * LARGE_TILE];
    alignas(16) __shared__ float right[LARGE_DEPTH * LARGE_TILE];
    multiply<LARGE_TILE, LARGE_DEPTH>(c, {a, 1, m}, {b, 1, n}, m, k, n, adds, left, right);
}

// ---- Few rows, as in decoding: a block of 128 threads has 8 rows and 128 columns of c, each thread
// one column. The rows of a are brought into shared memory; b is read once, along its contiguous axis.

constexpr int FEW_ROWS = 8;
constexpr int FEW_COLUMNS = 128;
constexpr int FEW_DEPTH = 32;

/** Rows of a (M, K) from p0 into shared memory (FEW_DEPTH, FEW_ROWS). */
DEVICE void bringRows(
        float (*rows)[FEW_ROWS], const float* a, int i0, int m, int p0, int k) {
    for (int index = threadIdx.x; index < FEW_ROWS * FEW_DEPTH; index += blockDim.x) {
        int i = index / FEW_DEPTH;
        int p = index % FEW_DEPTH;
        bool inside = i0 + i < m && p0 + p < k;
        rows[p][i] = inside ? a[static_cast<long long>(i0 + i) * k + p0 + p] : 0.0f;
    }
}

/** One column's sums over a slice along k; b's element of step p lies at b[p * stride]. */
DEVICE void addSlice(
        float* sums, float (*rows)[FEW_ROWS], const float* b, long long stride, int depth) {
    for (int p = 0; p < depth; p++) {
        float right = b[p * stride];
        for (int i = 0; i < FEW_ROWS; i++) {
            sums[i] = fmaf(rows[p][i], right, sums[i]);
        }
    }
}

DEVICE void startFew(float* sums, const float* c, int i0, int m, int j, int n, int adds) {
    for (int i = 0; i < FEW_ROWS; i++) {
        bool starts = adds != 0 && i0 + i < m && j < n;
        sums[i] = starts ? c[static_cast<long long>(i0 + i) * n + j] : 0.0f;
    }
}

DEVICE void endFew(float* c, const float* sums, int i0, int m, int j, int n) {
    for (int i = 0; i < FEW_ROWS; i++) {
        if (i0 + i < m && j < n) c[static_cast<long long>(i0 + i) * n + j] = sums[i];
    }
}

/** c (M, N) = or += a (M, K) times b (K, N). */
KERNEL __launch_bounds__(128) matmul_few(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    __shared__ float rows[FEW_DEPTH][FEW_ROWS];
    int across = (n + FEW_COLUMNS - 1) / FEW_COLUMNS;
    int i0 = blockIdx.x / across * FEW_ROWS;
    int j = blockIdx.x % across * FEW_COLUMNS + threadIdx.x;
    float sums[FEW_ROWS];
    startFew(sums, c, i0, m, j, n, adds);
    for (int p0 = 0; p0 < k; p0 += FEW_DEPTH) {
        bringRows(rows, a, i0, m, p0, k);
        __syncthreads();
        int depth = k - p0 < FEW_DEPTH ? k - p0 : FEW_DEPTH;
        if (j < n) addSlice(sums, rows, b + static_cast<long long>(p0) * n + j, n, depth);
        __syncthreads();
    }
    endFew(c, sums, i0, m, j, n);
}

/** c (M, N) = or += a (M, K) times the transpose of b (N, K), of which slices are turned. */
KERNEL __launch_bounds__(128) matmul_few_transposed_b(
        float* c, const float* a, const float* b, int m, int k, int n, int adds) {
    __shared__ float rows[FEW_DEPTH][FEW_ROWS];
    __shared__ float turned[FEW_DEPTH][FEW_COLUMNS + 1];
    int across = (n + FEW_COLUMNS - 1) / FEW_COLUMNS;
    int i0 = blockIdx.x / across * FEW_ROWS;
    int j0 = blockIdx.x % across * FEW_COLUMNS;
    int j = j0 + threadIdx.x;
    float sums[FEW_ROWS];
    startFew(sums, c, i0, m, j, n, adds);
    for (int p0 = 0; p0 < k; p0 += FEW_DEPTH) {
        bringRows(rows, a, i0, m, p0, k);
        for (int index = threadIdx.x; index < FEW_COLUMNS * FEW_DEPTH; index += blockDim.x) {
            int column = index / FEW_DEPTH;
            int p = index % FEW_DEPTH;
            bool inside = j0 + column < n && p0 + p < k;
            turned[p][column] =
                    inside ? b[static_cast<long long>(j0 + column) * k + p0 + p] : 0.0f;
        }
        __syncthreads();
        int depth = k - p0 < FEW_DEPTH ? k - p0 : FEW_DEPTH;
        addSlice(sums, rows, &turned[0][threadIdx.x], FEW_COLUMNS + 1, depth);
        __syncthreads();
    }
    endFew(c, sums, i0, m, j, n);
}
