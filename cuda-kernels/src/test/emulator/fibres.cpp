// Runs the blocks of a launch, each as one fibre per CUDA thread on a stack of its own.
#include <sys/mman.h>

#include <algorithm>
#include <map>

#include "emulator.h"

uint3 threadIdx, blockIdx, blockDim, gridDim;

// Saves the registers that a function must keep on this stack, and continues on the other.
extern "C" void emulator_switch(void** saved, void* other);
asm(R"(
.text
.globl emulator_switch
.hidden emulator_switch
.type emulator_switch, @function
emulator_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size emulator_switch, . - emulator_switch
)");

namespace emulator {

Settings settings;
Place place;
bool inFibre = false;

namespace {

constexpr int MOST_THREADS = 1024;
constexpr size_t STACK_BYTES = 64 << 10;
constexpr int SAVED_REGISTERS = 6;
constexpr int WARP = 32;

enum class State { READY, AT_BARRIER, AT_WARP, DONE };

/** Lanes that wait for each other: one shuffle, vote or warp barrier. */
struct Meeting {
    int line;
    unsigned arrived = 0;
    unsigned votes = 0;
    uint64_t values[WARP] = {};
    int sources[WARP] = {};
};

struct Fibre {
    void* stack = nullptr;  // saved pointer
    State state = State::READY;
    int line = 0;
    uint16_t warpPhase = 0;
    uint64_t taken = 0;  // from another lane
    unsigned votes = 0;
};

Launch current;
Fault fault;
Fibre fibres[MOST_THREADS];
std::vector<int> ready;
std::map<unsigned, Meeting> meetings[MOST_THREADS / WARP];  // of each warp, by mask
void* scheduler;
int running;
int threads;
char* stacks = nullptr;
uint32_t launches = 0;
uint64_t randomState;

uint64_t nextRandom() {
    randomState += 0x9E3779B97F4A7C15ull;
    uint64_t z = randomState;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

std::string coordinates(const uint3& at) {
    return "(" + std::to_string(at.x) + ", " + std::to_string(at.y) + ", " + std::to_string(at.z)
            + ")";
}

void fibreMain() {
    current.kernel->call(current.parameters);
    fibres[running].state = State::DONE;
    emulator_switch(&fibres[running].stack, scheduler);
    __builtin_unreachable();
}

void prepare(int thread) {
    char* top = stacks + (thread + 1) * STACK_BYTES;
    void** slot = reinterpret_cast<void**>(top) - 2;
    slot[1] = nullptr;  // where fibreMain would return to
    slot[0] = reinterpret_cast<void*>(&fibreMain);
    fibres[thread] = Fibre{};
    fibres[thread].stack = slot - SAVED_REGISTERS;
}

void resume(int thread) {
    running = thread;
    threadIdx.x = thread % blockDim.x;
    threadIdx.y = thread / blockDim.x % blockDim.y;
    threadIdx.z = thread / (blockDim.x * blockDim.y);
    place.thread = uint16_t(thread);
    place.warpPhase = fibres[thread].warpPhase;
    inFibre = true;
    emulator_switch(&scheduler, fibres[thread].stack);
    inFibre = false;
}

void waitAs(State state, int line) {
    fibres[running].state = state;
    fibres[running].line = line;
    emulator_switch(&fibres[running].stack, scheduler);
}

int takeReady() {
    size_t at = settings.orderSeed == 0 ? ready.size() - 1 : nextRandom() % ready.size();
    int thread = ready[at];
    ready[at] = ready.back();
    ready.pop_back();
    return thread;
}

void makeAllReady() {
    ready.clear();
    for (int thread = threads - 1; thread >= 0; thread--) {
        fibres[thread].state = State::READY;
        ready.push_back(thread);
    }
}

void stopWith(int code, const std::string& text) {
    if (fault.code == 0) {
        fault = {code, "kernel " + std::string(current.kernel->name) + ", block "
                               + coordinates(blockIdx) + ": " + text};
    }
}

/** Nobody can go on: all wait at one barrier, or all are done, or something is wrong. */
bool releaseBarrier() {
    int done = 0;
    int waiting = -1;
    for (int thread = 0; thread < threads; thread++) {
        const Fibre& fibre = fibres[thread];
        if (fibre.state == State::DONE) {
            done++;
        } else if (fibre.state == State::AT_WARP) {
            stopWith(LAUNCH_FAILED, "thread " + std::to_string(thread) + " waits in line "
                    + std::to_string(fibre.line) + " for lanes of its mask that never come");
            return false;
        } else if (waiting < 0) {
            waiting = thread;
        } else if (fibres[waiting].line != fibre.line) {
            stopWith(LAUNCH_FAILED, "divergent barrier: thread " + std::to_string(waiting)
                    + " waits in line " + std::to_string(fibres[waiting].line) + ", thread "
                    + std::to_string(thread) + " in line " + std::to_string(fibre.line));
            return false;
        }
    }
    if (done == threads) {
        return false;
    }
    if (done > 0) {
        stopWith(LAUNCH_FAILED, "divergent barrier: " + std::to_string(done) + " of "
                + std::to_string(threads) + " threads ended, thread " + std::to_string(waiting)
                + " waits in line " + std::to_string(fibres[waiting].line));
        return false;
    }
    place.phase++;
    makeAllReady();
    for (int thread = 0; thread < threads; thread++) {
        fibres[thread].warpPhase = 0;
    }
    return true;
}

void runBlock() {
    beginBlock(current.dynamicSharedBytes);
    place.phase = 0;
    for (int warp = 0; warp <= (threads - 1) / WARP; warp++) {
        meetings[warp].clear();
    }
    for (int thread = 0; thread < threads; thread++) {
        prepare(thread);
    }
    makeAllReady();
    do {
        while (!ready.empty() && fault.code == 0) {
            resume(takeReady());
        }
    } while (fault.code == 0 && releaseBarrier());
}

/** Waits for all lanes of the mask; then the fibre has what it took and how all voted. */
const Fibre& meet(unsigned mask, uint64_t value, int source, bool vote, int line) {
    int own = lane();
    int first = running / WARP * WARP;
    std::string where = "line " + std::to_string(line) + ": ";
    if ((mask >> own & 1) == 0) {
        fail(LAUNCH_FAILED, where + "the mask leaves out its caller");
    }
    if ((mask >> source & 1) == 0) {
        fail(LAUNCH_FAILED, where + "takes from lane " + std::to_string(source)
                + ", which the mask leaves out");
    }
    if (first + (31 - __builtin_clz(mask)) >= threads) {
        fail(LAUNCH_FAILED, where + "the mask names lanes that the block does not have");
    }
    auto& open = meetings[running / WARP];
    Meeting& meeting = open.try_emplace(mask, Meeting{line}).first->second;
    if (meeting.line != line) {
        fail(LAUNCH_FAILED, where + "other lanes of the mask are in line "
                + std::to_string(meeting.line));
    }
    meeting.arrived |= 1u << own;
    meeting.votes |= unsigned(vote) << own;
    meeting.values[own] = value;
    meeting.sources[own] = source;
    if (meeting.arrived != mask) {
        waitAs(State::AT_WARP, line);
        return fibres[running];
    }
    for (int other = 0; other < WARP; other++) {
        if ((mask >> other & 1) != 0) {
            Fibre& fibre = fibres[first + other];
            fibre.taken = meeting.values[meeting.sources[other]];
            fibre.votes = meeting.votes;
            if (other != own) {
                fibre.state = State::READY;
                ready.push_back(first + other);
            }
        }
    }
    open.erase(mask);
    return fibres[running];
}

uint3 blockAt(uint64_t index) {
    return {unsigned(index % gridDim.x), unsigned(index / gridDim.x % gridDim.y),
            unsigned(index / gridDim.x / gridDim.y)};
}

}  // namespace

int lane() { return running % WARP; }

void fail(int code, const std::string& text) {
    stopWith(code, "thread " + coordinates(threadIdx) + " " + text);
    waitAs(State::DONE, 0);
    __builtin_unreachable();
}

void barrier(int line) { waitAs(State::AT_BARRIER, line); }

void warpBarrier(unsigned mask, int line) {
    meet(mask, 0, lane(), false, line);
    place.warpPhase = ++fibres[running].warpPhase;
}

uint64_t shuffle(unsigned mask, uint64_t bits, int sourceLane, int line) {
    return meet(mask, bits, sourceLane, false, line).taken;
}

unsigned ballot(unsigned mask, bool vote, int line) {
    return meet(mask, 0, lane(), vote, line).votes;
}

Fault run(const Launch& launch) {
    if (stacks == nullptr) {
        size_t bytes = MOST_THREADS * STACK_BYTES;
        void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) {
            return {OUT_OF_MEMORY, "no memory for the stacks of fibres"};
        }
        stacks = static_cast<char*>(memory);
        setStacks(uintptr_t(stacks), bytes);
    }
    current = launch;
    fault = {};
    gridDim = launch.grid;
    blockDim = launch.block;
    threads = launch.block.x * launch.block.y * launch.block.z;
    place.launch = ++launches;
    randomState = settings.orderSeed * 0x9E3779B97F4A7C15ull + launches;
    uint64_t blocks = uint64_t(launch.grid.x) * launch.grid.y * launch.grid.z;
    uint64_t first = settings.orderSeed == 0 ? 0 : nextRandom() % blocks;
    for (uint64_t i = 0; i < blocks && fault.code == 0; i++) {
        uint64_t block = (first + i) % blocks;
        blockIdx = blockAt(block);
        place.block = uint32_t(block);
        runBlock();
    }
    return fault;
}

}  // namespace emulator
