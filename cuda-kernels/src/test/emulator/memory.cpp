// Checks every load and store of the kernels. The compiler believes that it calls a race detector
// (-fsanitize=thread); these are its functions. Each finds out whether the bytes belong to one
// allocation or to shared memory, whether a read word was ever written, and, when asked to, whether
// two threads touched a word, one of them writing, with no barrier between.
#include <array>
#include <map>
#include <memory>

#include "emulator.h"

extern "C" {
extern char __start_emulated_shared[] __attribute__((visibility("hidden"), weak));
extern char __stop_emulated_shared[] __attribute__((visibility("hidden"), weak));
extern char __ehdr_start[] __attribute__((visibility("hidden")));
extern char _end[] __attribute__((visibility("hidden")));
}

namespace emulator {
namespace {

constexpr size_t WORD = 4;
constexpr size_t MOST_DYNAMIC_SHARED = 256 << 10;
constexpr uint32_t POISON = 0x7fc0dead;  // a NaN as float

enum class Kind { READ, WRITE, ATOMIC };

struct Access {
    Place place{};
    uint8_t bytes = 0;  // of the word
    bool atomic = false;
};

struct History {
    Access write;
    Access read;
    Access otherRead;  // the last by another thread
};

struct Region {
    uintptr_t from;
    size_t bytes;
    bool shared;
    std::vector<uint8_t> written;  // per word
    std::vector<History> history;  // per word, once races are looked for

    Region(uintptr_t start, size_t size, bool isShared)
        : from(start), bytes(size), shared(isShared), written((size + WORD - 1) / WORD) {}

    bool holds(uintptr_t at, size_t size) const {
        return at - from < bytes && size <= bytes - (at - from);
    }
};

std::map<uintptr_t, std::unique_ptr<Region>> allocations;
std::array<Region*, 8> recent{};
size_t nextRecent = 0;
std::unique_ptr<Region> staticShared;
std::unique_ptr<Region> dynamic;
alignas(128) char dynamicBytes[MOST_DYNAMIC_SHARED];
uintptr_t stacksFrom = 0;
size_t stacksBytes = 0;

Region* allocationOf(uintptr_t at, size_t size) {
    for (Region* region : recent) {
        if (region != nullptr && region->holds(at, size)) {
            return region;
        }
    }
    auto after = allocations.upper_bound(at);
    if (after == allocations.begin()) {
        return nullptr;
    }
    Region* region = std::prev(after)->second.get();
    if (!region->holds(at, size)) {
        return nullptr;
    }
    recent[nextRecent++ % recent.size()] = region;
    return region;
}

std::string hex(uintptr_t at) {
    char text[24];
    snprintf(text, sizeof text, "0x%zx", size_t(at));
    return text;
}

[[noreturn]] void failOutside(uintptr_t at, size_t size, const char* verb) {
    std::string text = std::string(verb) + " " + std::to_string(size) + " bytes at " + hex(at);
    auto after = allocations.upper_bound(at);
    if (after != allocations.begin()) {
        const Region& before = *std::prev(after)->second;
        text += ", which is byte " + std::to_string(at - before.from) + " of an allocation of "
                + std::to_string(before.bytes);
    }
    fail(ILLEGAL_ADDRESS, text);
}

bool conflict(const Access& earlier, const Access& now, bool shared) {
    const Place& a = earlier.place;
    const Place& b = now.place;
    if ((earlier.bytes & now.bytes) == 0 || a.launch != b.launch || (earlier.atomic && now.atomic)) {
        return false;
    }
    if (a.block != b.block) {
        return !shared;
    }
    bool sameWarp = a.thread / warpSize == b.thread / warpSize;
    return a.phase == b.phase && a.thread != b.thread
            && (!sameWarp || a.warpPhase == b.warpPhase);
}

void failRace(const Access& earlier, const char* did, const char* does, const Region& region,
        uintptr_t at) {
    fail(LAUNCH_FAILED, std::string("races: it ") + does + " byte " + std::to_string(at - region.from)
            + (region.shared ? " of shared memory" : " of an allocation") + ", which thread "
            + std::to_string(earlier.place.thread) + " of block "
            + std::to_string(earlier.place.block) + " " + did + " with no barrier between");
}

void remember(Region& region, size_t word, uint8_t bytes, Kind kind, uintptr_t at) {
    if (region.history.empty()) {
        region.history.resize(region.written.size());
    }
    History& history = region.history[word];
    Access now{place, bytes, kind == Kind::ATOMIC};
    if (conflict(history.write, now, region.shared)) {
        failRace(history.write, "wrote", kind == Kind::READ ? "reads" : "writes", region, at);
    }
    if (kind == Kind::READ) {
        if (history.read.place.thread != place.thread || history.read.place.block != place.block) {
            history.otherRead = history.read;
        }
        history.read = now;
        return;
    }
    for (const Access& read : {history.read, history.otherRead}) {
        if (conflict(read, now, region.shared)) {
            failRace(read, "read", "writes", region, at);
        }
    }
    history.write = now;
}

void check(uintptr_t at, size_t size, Kind kind) {
    if (!inFibre || at - stacksFrom < stacksBytes) {
        return;
    }
    Region* region = nullptr;
    uintptr_t library = uintptr_t(__ehdr_start);
    if (at - library < size_t(_end - __ehdr_start)) {
        if (staticShared != nullptr && staticShared->holds(at, 1)) {
            region = staticShared.get();
        } else if (at - uintptr_t(dynamicBytes) < MOST_DYNAMIC_SHARED) {
            if (!dynamic->holds(at, size)) {
                fail(ILLEGAL_ADDRESS, "touches byte " + std::to_string(at - uintptr_t(dynamicBytes))
                        + " of " + std::to_string(dynamic->bytes) + " of dynamic shared memory");
            }
            region = dynamic.get();
        } else {
            return;
        }
    } else {
        region = allocationOf(at, size);
        if (region == nullptr) {
            failOutside(at, size, kind == Kind::READ ? "reads" : "writes");
        }
    }
    if ((size & (size - 1)) == 0 && at % size != 0) {
        fail(MISALIGNED_ADDRESS, "touches " + std::to_string(size) + " bytes at " + hex(at));
    }
    size_t offset = at - region->from;
    for (size_t word = offset / WORD; word <= (offset + size - 1) / WORD; word++) {
        if (kind == Kind::WRITE) {
            region->written[word] = 1;
        } else if (region->written[word] == 0) {
            fail(ILLEGAL_ADDRESS, "reads byte " + std::to_string(word * WORD) + " of "
                    + (region->shared ? "shared memory" : "an allocation")
                    + ", which nobody has written");
        }
        if (settings.races) {
            size_t low = word * WORD < offset ? offset - word * WORD : 0;
            size_t high = std::min(WORD, offset + size - word * WORD);
            uint8_t bytes = uint8_t((1u << high) - (1u << low));
            remember(*region, word, bytes, kind, at);
        }
    }
}

void poison(Region& region) {
    std::fill(region.written.begin(), region.written.end(), 0);
    uint32_t* words = reinterpret_cast<uint32_t*>(region.from);
    std::fill(words, words + region.bytes / WORD, POISON);
}

}  // namespace

void addAllocation(uintptr_t from, size_t bytes) {
    auto region = std::make_unique<Region>(from, bytes, false);
    poison(*region);
    allocations[from] = std::move(region);
}

void removeAllocation(uintptr_t from) {
    recent.fill(nullptr);
    allocations.erase(from);
}

bool isAllocated(uintptr_t from, size_t bytes) { return allocationOf(from, bytes) != nullptr; }

void markWritten(uintptr_t from, size_t bytes) {
    Region* region = allocationOf(from, bytes);
    size_t offset = from - region->from;
    for (size_t word = offset / WORD; word <= (offset + bytes - 1) / WORD; word++) {
        region->written[word] = 1;
    }
}

bool isWritten(uintptr_t from, size_t bytes) {
    const Region* region = allocationOf(from, bytes);
    size_t offset = from - region->from;
    for (size_t word = offset / WORD; word <= (offset + bytes - 1) / WORD; word++) {
        if (region->written[word] == 0) {
            return false;
        }
    }
    return true;
}

void beginBlock(size_t dynamicSharedBytes) {
    size_t bytes = size_t(__stop_emulated_shared - __start_emulated_shared);
    if (staticShared == nullptr && bytes > 0) {
        staticShared = std::make_unique<Region>(uintptr_t(__start_emulated_shared), bytes, true);
    }
    if (staticShared != nullptr) {
        poison(*staticShared);
    }
    if (dynamic == nullptr || dynamic->bytes != dynamicSharedBytes) {
        dynamic = std::make_unique<Region>(uintptr_t(dynamicBytes), dynamicSharedBytes, true);
    }
    poison(*dynamic);
}

void* dynamicShared() { return dynamicBytes; }

void setStacks(uintptr_t from, size_t bytes) {
    stacksFrom = from;
    stacksBytes = bytes;
}

void atomicAccess(void* address, size_t bytes) { check(uintptr_t(address), bytes, Kind::ATOMIC); }

}  // namespace emulator

#define CHECKED(bytes)                                                                        \
    void __tsan_read##bytes(void* at) {                                                       \
        emulator::check(uintptr_t(at), bytes, emulator::Kind::READ);                          \
    }                                                                                         \
    void __tsan_write##bytes(void* at) {                                                      \
        emulator::check(uintptr_t(at), bytes, emulator::Kind::WRITE);                         \
    }                                                                                         \
    void __tsan_unaligned_read##bytes(void* at) { __tsan_read##bytes(at); }                   \
    void __tsan_unaligned_write##bytes(void* at) { __tsan_write##bytes(at); }

extern "C" {
CHECKED(1)
CHECKED(2)
CHECKED(4)
CHECKED(8)
CHECKED(16)
void __tsan_read_range(void* at, size_t bytes) {
    emulator::check(uintptr_t(at), bytes, emulator::Kind::READ);
}
void __tsan_write_range(void* at, size_t bytes) {
    emulator::check(uintptr_t(at), bytes, emulator::Kind::WRITE);
}
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
}
