// Rows by number: the embedding and its gradient, the key-value store. Reference: Elementwise.
#include "device.cuh"

/** out (T, C): row t is row ids[t] of table; n = T * C, one thread for each element. */
KERNEL gather_rows(float* out, const float* table, const int* ids, int width, int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    long long row = ids[i / width];
    out[i] = table[row * width + i % width];
}

/** Row rows[t] of target becomes row t of source (T, C); rows are distinct; n = T * C. */
KERNEL scatter_rows(float* target, const float* source, const int* rows, int width, int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    long long row = rows[i / width];
    target[row * width + i % width] = source[i];
}

/**
 * dTable row ids[u] += the rows of dOut (T, C) that order[starts[u]] to before order[starts[u + 1]]
 * name, which ascend. ids (U) are distinct; n = U * C, one thread for each element of those rows.
 */
KERNEL gather_rows_backward(
        float* dTable,
        const float* dOut,
        const int* ids,
        const int* starts,
        const int* order,
        int width,
        int n) {
    long long i = threadOfGrid();
    if (i >= n) return;
    long long unique = i / width;
    long long column = i % width;
    float* target = dTable + static_cast<long long>(ids[unique]) * width + column;
    float sum = *target;
    for (int at = starts[unique]; at < starts[unique + 1]; at++) {
        sum += dOut[static_cast<long long>(order[at]) * width + column];
    }
    *target = sum;
}
