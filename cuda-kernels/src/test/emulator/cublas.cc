// A libcublas.so.12 for tests: the functions that Cublas.java binds, with cuBLAS's own order of
// arguments and elements, over memory that the emulator gave out.
#include <cmath>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

constexpr int SUCCESS = 0;
constexpr int NOT_INITIALIZED = 1;
constexpr int INVALID_VALUE = 7;
constexpr int REAL_32 = 0;
constexpr int FAST_TF32 = 77;

struct Handle {
    void* stream = nullptr;
};

/** Element (i, l) of a matrix held by columns, or of its transpose. */
float at(const float* x, int transposed, int stride, int i, int l) {
    return transposed ? x[l + static_cast<long>(i) * stride] : x[i + static_cast<long>(l) * stride];
}

}  // namespace

EXPORT int cublasCreate_v2(Handle** handle) {
    *handle = new Handle;
    return SUCCESS;
}

EXPORT int cublasGetVersion_v2(Handle*, int* version) {
    *version = 120000;
    return SUCCESS;
}

EXPORT int cublasSetStream_v2(Handle* handle, void* stream) {
    handle->stream = stream;
    return SUCCESS;
}

EXPORT int cublasGemmEx(Handle* handle, int transA, int transB, int m, int n, int k,
        const float* alpha, const float* a, int typeA, int strideA, const float* b, int typeB,
        int strideB, const float* beta, float* c, int typeC, int strideC, int compute, int) {
    if (handle->stream == nullptr) return NOT_INITIALIZED;
    bool enough = strideA >= (transA ? k : m) && strideB >= (transB ? n : k) && strideC >= m;
    if (typeA != REAL_32 || typeB != REAL_32 || typeC != REAL_32 || compute != FAST_TF32
            || m < 1 || n < 1 || k < 0 || !enough) {
        return INVALID_VALUE;
    }
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
            float sum = 0.0f;
            for (int l = 0; l < k; l++) {
                sum = fmaf(at(a, transA, strideA, i, l), at(b, transB, strideB, l, j), sum);
            }
            float& to = c[i + static_cast<long>(j) * strideC];
            to = *alpha * sum + (*beta == 0.0f ? 0.0f : *beta * to);
        }
    }
    return SUCCESS;
}
