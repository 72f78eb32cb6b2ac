// Matrix products on tensor cores: inputs rounded to bfloat16 or TF32, sums in f32. A looser setting
// than matmul.cu: not the bits of the processor, but the same bits in every run and in any batch, since
// every element takes its products in the same order. Reference, within rounding: ScalarOps.matmul.
//
// A block of 8 warps forms 128 x 128 of c, a warp 64 x 32, from slices along k in shared memory. There
// a row is 16 words, a word two bfloat16 or one TF32; 4 words of padding keep banks apart.
#include "half.cuh"

constexpr int CORE_TILE = 128;
constexpr int CORE_THREADS = 256;
constexpr int CORE_WORDS = 16;
constexpr int CORE_ROW = CORE_WORDS + 4;
constexpr int WARP_ROWS = 64;
constexpr int WARP_COLUMNS = 32;

/** (outer, p) lies at outer * row + p * column, which an int holds; one of them is 1. */
template <class T>
struct Matrix {
    const T* at;
    int row;
    int column;
};

/** Places of the 16 x 8 result that a lane has: rows g and g + 8, columns 2t and 2t + 1. */
DEVICE int rowOfLane() { return threadIdx.x % warpSize / 4; }
DEVICE int columnOfLane() { return threadIdx.x % warpSize % 4; }

/** The value of word w at place `part` of it. */
template <bool HALF>
DEVICE float partOf(unsigned word, int part) {
    if (!HALF) return __int_as_float(static_cast<int>(word));
    return __int_as_float(static_cast<int>(part == 0 ? word << 16 : word & 0xffff0000u));
}

/**
 * sums (16, 8) += a (16, 8 words) times b (8 words, 8), over the lanes of a warp, in the layout of
 * mma.sync: a lane has words t and t + 4 of rows g and g + 8 of a, and of column g of b. Elsewhere
 * than on a GPU the lanes hand each other their words, and products are added in ascending order.
 */
template <bool HALF>
DEVICE void multiplyAdd(float (&sums)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#ifdef __CUDA_ARCH__
    if (HALF) {
        asm volatile(
                "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, "
                "{%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
    } else {
        asm volatile(
                "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, "
                "{%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
                : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
    }
#else
    constexpr unsigned all = 0xffffffffu;
    int g = rowOfLane();
    int t = columnOfLane();
    for (int word = 0; word < 8; word++) {
        int upper = word / 4;
        unsigned top = __shfl_sync(all, a[2 * upper], 4 * g + word % 4);
        unsigned bottom = __shfl_sync(all, a[2 * upper + 1], 4 * g + word % 4);
        unsigned left = __shfl_sync(all, b[upper], 4 * (2 * t) + word % 4);
        unsigned right = __shfl_sync(all, b[upper], 4 * (2 * t + 1) + word % 4);
        for (int part = 0; part < (HALF ? 2 : 1); part++) {
            sums[0] = fmaf(partOf<HALF>(top, part), partOf<HALF>(left, part), sums[0]);
            sums[1] = fmaf(partOf<HALF>(top, part), partOf<HALF>(right, part), sums[1]);
            sums[2] = fmaf(partOf<HALF>(bottom, part), partOf<HALF>(left, part), sums[2]);
            sums[3] = fmaf(partOf<HALF>(bottom, part), partOf<HALF>(right, part), sums[3]);
        }
    }
#endif
}

template <class T>
DEVICE float elementOf(const Matrix<T>& from, int outer, int outers, int p, int k) {
    bool inside = outer < outers && p < k;
    return inside ? valueOf(from.at[outer * from.row + p * from.column]) : 0.0f;
}

/** A slice of a matrix (outer, k) into shared memory; threads walk along the contiguous axis. */
template <bool HALF, class T>
DEVICE void bringWords(
        unsigned* slice, const Matrix<T>& from, int outer0, int outers, int p0, int k) {
#pragma unroll 2
    for (int index = threadIdx.x; index < CORE_TILE * CORE_WORDS; index += CORE_THREADS) {
        int outer = from.column == 1 ? index / CORE_WORDS : index % CORE_TILE;
        int word = from.column == 1 ? index % CORE_WORDS : index / CORE_TILE;
        int p = p0 + (HALF ? 2 * word : word);
        float low = elementOf(from, outer0 + outer, outers, p, k);
        if (HALF) {
            float high = elementOf(from, outer0 + outer, outers, p + 1, k);
            slice[outer * CORE_ROW + word] = paired(low, high);
        } else {
            slice[outer * CORE_ROW + word] = tf32Of(low);
        }
    }
}

/** Words t and t + 4 of a lane's row, from word `from` of shared memory. */
DEVICE void takeWords(unsigned& lower, unsigned& upper, const unsigned* slice, int row, int from) {
    const unsigned* at = slice + row * CORE_ROW + from + columnOfLane();
    lower = at[0];
    upper = at[4];
}

/** Adds the products of one slice to a warp's sums (64, 32). */
template <bool HALF>
DEVICE void addSlices(
        float (&sums)[4][4][4], const unsigned* left, const unsigned* right, int row0, int column0) {
#pragma unroll
    for (int from = 0; from < CORE_WORDS; from += 8) {
        unsigned b[4][2];
#pragma unroll
        for (int x = 0; x < 4; x++) {
            takeWords(b[x][0], b[x][1], right, column0 + 8 * x + rowOfLane(), from);
        }
#pragma unroll
        for (int y = 0; y < 4; y++) {
            unsigned a[4];
            takeWords(a[0], a[2], left, row0 + 16 * y + rowOfLane(), from);
            takeWords(a[1], a[3], left, row0 + 16 * y + 8 + rowOfLane(), from);
#pragma unroll
            for (int x = 0; x < 4; x++) {
                multiplyAdd<HALF>(sums[y][x], a, b[x]);
            }
        }
    }
}

/** c (M, N) = or += a (M, K) times b, whose element (p, j) lies at j * b.row + p * b.column. */
template <bool HALF, class A, class B, class C>
DEVICE void multiplyOnCores(
        C* c, const Matrix<A>& a, const Matrix<B>& b, int m, int k, int n, int adds,
        unsigned* left, unsigned* right) {
    int tilesAcross = (n + CORE_TILE - 1) / CORE_TILE;
    int i0 = blockIdx.x / tilesAcross * CORE_TILE;
    int j0 = blockIdx.x % tilesAcross * CORE_TILE;
    int warp = threadIdx.x / warpSize;
    int row0 = warp % 2 * WARP_ROWS;
    int column0 = warp / 2 * WARP_COLUMNS;
    float sums[4][4][4];
    auto each = [&](auto&& visit) {
#pragma unroll
        for (int y = 0; y < 4; y++) {
#pragma unroll
            for (int x = 0; x < 4; x++) {
#pragma unroll
                for (int place = 0; place < 4; place++) {
                    int i = i0 + row0 + 16 * y + rowOfLane() + place / 2 * 8;
                    int j = j0 + column0 + 8 * x + 2 * columnOfLane() + place % 2;
                    visit(sums[y][x][place], i * n + j, i < m && j < n);
                }
            }
        }
    };
    each([&](float& sum, int at, bool inside) {
        sum = adds != 0 && inside ? valueOf(c[at]) : 0.0f;
    });
    constexpr int depth = HALF ? 2 * CORE_WORDS : CORE_WORDS;
    for (int p0 = 0; p0 < k; p0 += depth) {
        bringWords<HALF>(left, a, i0, m, p0, k);
        bringWords<HALF>(right, b, j0, n, p0, k);
        __syncthreads();
        addSlices<HALF>(sums, left, right, row0, column0);
        __syncthreads();
    }
    each([&](float& sum, int at, bool inside) {
        if (inside) put(c + at, sum);
    });
}

/** c (M, N) = or += a times b from f32, by bfloat16; strides say which of them is transposed. */
KERNEL __launch_bounds__(256, 2) tensor_matmul_bf16(
        float* c, const float* a, const float* b, int m, int k, int n, int aRow, int aColumn,
        int bRow, int bColumn, int adds) {
    alignas(16) __shared__ unsigned left[CORE_TILE * CORE_ROW];
    alignas(16) __shared__ unsigned right[CORE_TILE * CORE_ROW];
    multiplyOnCores<true, float, float, float>(
            c, {a, aRow, aColumn}, {b, bRow, bColumn}, m, k, n, adds, left, right);
}

/** As tensor_matmul_bf16, by TF32. */
KERNEL __launch_bounds__(256, 2) tensor_matmul_tf32(
        float* c, const float* a, const float* b, int m, int k, int n, int aRow, int aColumn,
        int bRow, int bColumn, int adds) {
    alignas(16) __shared__ unsigned left[CORE_TILE * CORE_ROW];
    alignas(16) __shared__ unsigned right[CORE_TILE * CORE_ROW];
    multiplyOnCores<false, float, float, float>(
            c, {a, aRow, aColumn}, {b, bRow, bColumn}, m, k, n, adds, left, right);
}

/** As tensor_matmul_bf16, but c is bfloat16: logits of hidden rows. */
KERNEL __launch_bounds__(256, 2) tensor_matmul_to_bf16(
        half_bits* c, const float* a, const float* b, int m, int k, int n, int aRow, int aColumn,
        int bRow, int bColumn, int adds) {
    alignas(16) __shared__ unsigned left[CORE_TILE * CORE_ROW];
    alignas(16) __shared__ unsigned right[CORE_TILE * CORE_ROW];
    multiplyOnCores<true, float, float, half_bits>(
            c, {a, aRow, aColumn}, {b, bRow, bColumn}, m, k, n, adds, left, right);
}

/** As tensor_matmul_bf16, but a is bfloat16: gradients of logits. */
KERNEL __launch_bounds__(256, 2) tensor_matmul_of_bf16(
        float* c, const half_bits* a, const float* b, int m, int k, int n, int aRow, int aColumn,
        int bRow, int bColumn, int adds) {
    alignas(16) __shared__ unsigned left[CORE_TILE * CORE_ROW];
    alignas(16) __shared__ unsigned right[CORE_TILE * CORE_ROW];
    multiplyOnCores<true, half_bits, float, float>(
            c, {a, aRow, aColumn}, {b, bRow, bColumn}, m, k, n, adds, left, right);
}

/** As tensor_matmul_bf16, but b is bfloat16: gradients of logits. */
KERNEL __launch_bounds__(256, 2) tensor_matmul_by_bf16(
        float* c, const float* a, const half_bits* b, int m, int k, int n, int aRow, int aColumn,
        int bRow, int bColumn, int adds) {
    alignas(16) __shared__ unsigned left[CORE_TILE * CORE_ROW];
    alignas(16) __shared__ unsigned right[CORE_TILE * CORE_ROW];
    multiplyOnCores<true, float, half_bits, float>(
            c, {a, aRow, aColumn}, {b, bRow, bColumn}, m, k, n, adds, left, right);
}
