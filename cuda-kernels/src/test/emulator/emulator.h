// What the parts of the emulator know of each other. The kernels see cuda_emulator.h only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cuda_emulator.h"

namespace emulator {

/** A kernel that the .cu files define, found by the name that its PTX has. */
struct Kernel {
    const char* name;
    void (*call)(void** parameters);
    std::vector<std::string> types;  // of its parameters, as PTX names them
};

const Kernel* findKernel(const std::string& name);
int registerKernel(Kernel kernel);

template <class T>
std::string typeName() {
    if constexpr (std::is_pointer_v<T> || sizeof(T) == 8) {
        return std::is_floating_point_v<T> ? "f64" : "64";
    } else {
        static_assert(sizeof(T) == 4, "parameters have 4 or 8 bytes");
        return std::is_floating_point_v<T> ? "f32" : "32";
    }
}

template <class... A, size_t... I>
UNCHECKED void callWith(void (*kernel)(A...), void** p, std::index_sequence<I...>) {
    kernel(*static_cast<A*>(p[I])...);
}

template <class... A>
Kernel describe(const char* name, void (*)(A...), void (*call)(void**)) {
    return Kernel{name, call, {typeName<A>()...}};
}

template <class... A>
void callKernel(void (*kernel)(A...), void** p) {
    callWith(kernel, p, std::index_sequence_for<A...>{});
}

#define EMULATED(kernel)                                                     \
    static int registered_##kernel = emulator::registerKernel(               \
            emulator::describe(#kernel, kernel, [](void** parameters) {      \
                emulator::callKernel(kernel, parameters);                    \
            }));

struct Launch {
    const Kernel* kernel;
    uint3 grid;
    uint3 block;
    size_t dynamicSharedBytes;
    void** parameters;
};

/** What went wrong in a launch: a code of the driver's and a sentence. */
struct Fault {
    int code = 0;
    std::string text;
};

/** Runs all blocks; the first fault ends it. */
Fault run(const Launch& launch);

/** Ends the launch from within a fibre; does not return. */
[[noreturn]] void fail(int code, const std::string& text);

/** Knobs that tests turn; see driver.cpp for their names. */
struct Settings {
    uint64_t orderSeed = 0;  // 0 runs fibres in ascending order, else at random from this seed
    bool races = false;      // whether conflicting accesses between barriers are looked for
    int devices = 1;
    int driverVersion = 13000;
    int capability = 80;
    size_t memoryBytes = size_t(4) << 30;
};
extern Settings settings;

/** Where the running fibre stands, for the checker. */
struct Place {
    uint32_t launch;
    uint32_t block;
    uint32_t phase;      // barriers that the block has passed
    uint16_t thread;
    uint16_t warpPhase;  // barriers that the warp has passed since
};
extern Place place;
extern bool inFibre;

// memory.cpp: what is known of every byte that kernels may touch.
void addAllocation(uintptr_t from, size_t bytes);
void removeAllocation(uintptr_t from);
/** Whether these bytes lie in one allocation. */
bool isAllocated(uintptr_t from, size_t bytes);
/** The host or a memset wrote. */
void markWritten(uintptr_t from, size_t bytes);
/** Whether somebody wrote every word of these bytes. */
bool isWritten(uintptr_t from, size_t bytes);
void beginBlock(size_t dynamicSharedBytes);
void setStacks(uintptr_t from, size_t bytes);

constexpr int INVALID_VALUE = 1;
constexpr int OUT_OF_MEMORY = 2;
constexpr int NOT_FOUND = 500;
constexpr int ILLEGAL_ADDRESS = 700;
constexpr int MISALIGNED_ADDRESS = 716;
constexpr int LAUNCH_FAILED = 719;

}  // namespace emulator
