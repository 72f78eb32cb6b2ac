// What a .cu file sees of CUDA when g++ compiles it: one fibre per CUDA thread, one block at a time.
//
// Covered: indices, __syncthreads, static shared memory (DYNAMIC_SHARED in device.cuh for the other),
// warp shuffles and votes with checked masks, __syncwarp, integer atomics, fmaf and friends.
// Kernels are compiled with -fsanitize=thread, but the functions that this makes the compiler call
// are ours (memory.cpp): every load and store is checked there.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __constant__ static const
#define __shared__ static __attribute__((section("emulated_shared")))

struct uint3 {
    unsigned x, y, z;
};
using dim3 = uint3;

extern uint3 threadIdx, blockIdx, blockDim, gridDim;
constexpr int warpSize = 32;

namespace emulator {

// All calls below come from within a fibre, and may switch to others before they return.
void barrier(int line);
void warpBarrier(unsigned mask, int line);
uint64_t shuffle(unsigned mask, uint64_t bits, int sourceLane, int line);
unsigned ballot(unsigned mask, bool vote, int line);
void* dynamicShared();
int lane();

// Tells the checker of an atomic access; the caller then does it plainly.
void atomicAccess(void* address, size_t bytes);

template <class T>
uint64_t bitsOf(T value) {
    static_assert(sizeof(T) <= sizeof(uint64_t));
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    return bits;
}

template <class T>
T fromBits(uint64_t bits) {
    T value;
    std::memcpy(&value, &bits, sizeof(T));
    return value;
}

template <class T>
T shuffleWithin(unsigned mask, T value, int source, int width, bool own, int line) {
    int base = lane() & ~(width - 1);
    int from = own ? lane() : base + source;
    return fromBits<T>(shuffle(mask, bitsOf(value), from, line));
}

}  // namespace emulator

#define UNCHECKED __attribute__((no_sanitize("thread")))

inline void __syncthreads(int line = __builtin_LINE()) { emulator::barrier(line); }

inline void __syncwarp(unsigned mask = 0xffffffffu, int line = __builtin_LINE()) {
    emulator::warpBarrier(mask, line);
}

template <class T>
UNCHECKED T __shfl_sync(
        unsigned mask, T value, int source, int width = 32, int line = __builtin_LINE()) {
    return emulator::shuffleWithin(mask, value, source & (width - 1), width, false, line);
}

template <class T>
UNCHECKED T __shfl_down_sync(
        unsigned mask, T value, unsigned apart, int width = 32, int line = __builtin_LINE()) {
    int source = (emulator::lane() & (width - 1)) + int(apart);
    return emulator::shuffleWithin(mask, value, source, width, source >= width, line);
}

template <class T>
UNCHECKED T __shfl_up_sync(
        unsigned mask, T value, unsigned apart, int width = 32, int line = __builtin_LINE()) {
    int source = (emulator::lane() & (width - 1)) - int(apart);
    return emulator::shuffleWithin(mask, value, source, width, source < 0, line);
}

template <class T>
UNCHECKED T __shfl_xor_sync(
        unsigned mask, T value, int other, int width = 32, int line = __builtin_LINE()) {
    int source = (emulator::lane() & (width - 1)) ^ other;
    return emulator::shuffleWithin(mask, value, source, width, source >= width, line);
}

inline unsigned __ballot_sync(unsigned mask, int vote, int line = __builtin_LINE()) {
    return emulator::ballot(mask, vote != 0, line);
}

inline int __any_sync(unsigned mask, int vote, int line = __builtin_LINE()) {
    return emulator::ballot(mask, vote != 0, line) != 0;
}

inline int __all_sync(unsigned mask, int vote, int line = __builtin_LINE()) {
    return emulator::ballot(mask, vote != 0, line) == mask;
}

// Fibres take turns within one thread of the machine, so a plain update cannot be torn.
template <class T>
UNCHECKED T atomicAdd(T* address, T value) {
    static_assert(static_cast<T>(0.5) == T(0), "no float atomics: their order is not fixed");
    emulator::atomicAccess(address, sizeof(T));
    T old = *address;
    *address = old + value;
    return old;
}

template <class T>
UNCHECKED T atomicMin(T* address, T value) {
    emulator::atomicAccess(address, sizeof(T));
    T old = *address;
    *address = old < value ? old : value;
    return old;
}

template <class T>
UNCHECKED T atomicMax(T* address, T value) {
    emulator::atomicAccess(address, sizeof(T));
    T old = *address;
    *address = old > value ? old : value;
    return old;
}

inline int __float_as_int(float x) { return emulator::fromBits<int>(emulator::bitsOf(x)); }
inline float __int_as_float(int x) { return emulator::fromBits<float>(emulator::bitsOf(x)); }
inline double __longlong_as_double(long long x) { return emulator::fromBits<double>(uint64_t(x)); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return static_cast<unsigned long long>((static_cast<unsigned __int128>(a) * b) >> 64);
}
