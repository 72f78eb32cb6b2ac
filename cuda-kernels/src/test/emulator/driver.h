// What the parts of the stand-in for libcuda.so.1 share.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "emulator.h"

namespace driver {

constexpr int SUCCESS = 0;

extern std::recursive_mutex mutex;

/** Keeps the sentence for cuGetErrorString; returns the code. */
int report(int code, const std::string& text);

/** Whether calls may come now: initialized, a context, no fault before; else why not. */
int ready();

/**
 * Does work in the order of its stream, which is at once; or keeps it, if the stream is gathering a
 * graph.
 *
 * @param kind what an update of a graph must find again
 */
int queue(void* stream, const std::string& kind, std::function<int()> work);

/** For calls that wait: an error while any stream is gathering a graph. */
int mayWait();

int copyToDevice(unsigned long long to, const void* from, size_t bytes);
int copyToHost(void* to, unsigned long long from, size_t bytes);
int copyWithin(unsigned long long to, unsigned long long from, size_t bytes);
int fill(unsigned long long to, unsigned value, size_t words);

}  // namespace driver

#define EXPORT extern "C" __attribute__((visibility("default")))
#define LOCKED std::lock_guard<std::recursive_mutex> lock(driver::mutex)
#define NEEDS_CONTEXT                                 \
    LOCKED;                                           \
    if (int notReady = driver::ready(); notReady != 0) \
        return notReady
