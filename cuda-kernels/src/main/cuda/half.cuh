// Numbers of 16 bits (bfloat16) and of 19 (TF32), by integer arithmetic, so that nothing but the bits
// of a float is needed. Both round to nearest; bfloat16 takes the even of two, TF32 the larger.
#pragma once
#include "device.cuh"

using half_bits = unsigned short;

DEVICE float widened(half_bits x) { return __int_as_float(static_cast<int>(x) << 16); }

DEVICE half_bits narrowed(float x) {
    unsigned bits = static_cast<unsigned>(__float_as_int(x));
    if ((bits & 0x7fffffffu) > 0x7f800000u) return static_cast<half_bits>(bits >> 16 | 0x40u);
    return static_cast<half_bits>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

/** Two neighbours in one word, as tensor cores take them; `low` comes first. */
DEVICE unsigned paired(float low, float high) {
    return static_cast<unsigned>(narrowed(low)) | static_cast<unsigned>(narrowed(high)) << 16;
}

DEVICE unsigned tf32Of(float x) {
    unsigned bits = static_cast<unsigned>(__float_as_int(x));
    return (bits & 0x7f800000u) == 0x7f800000u ? bits : (bits + 0x1000u) & 0xffffe000u;
}

/** An element of memory as a float, whatever it is held as. */
DEVICE float valueOf(float x) { return x; }
DEVICE float valueOf(half_bits x) { return widened(x); }
DEVICE void put(float* at, float x) { *at = x; }
DEVICE void put(half_bits* at, float x) { *at = narrowed(x); }
