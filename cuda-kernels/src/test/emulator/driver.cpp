// A libcuda.so.1 over the emulator: the driver's functions that our Java code reaches through JCuda.
// Module images are our PTX; their text says which kernels a module has and what these take, and the
// machine code is that of the same .cu files, compiled by g++ into this library.
#include <cstdlib>
#include <map>

#include "driver.h"

using driver::ready;
using driver::report;
using driver::SUCCESS;
using emulator::settings;

namespace {

constexpr int NOT_INITIALIZED = 3;
constexpr int NO_DEVICE = 100;
constexpr int INVALID_DEVICE = 101;
constexpr int INVALID_IMAGE = 200;
constexpr int INVALID_CONTEXT = 201;
constexpr size_t USUAL_SHARED = 48 << 10;
constexpr size_t MOST_SHARED = 163 << 10;  // what one block may ask for on sm_80
constexpr size_t RED_ZONE = 256;
constexpr int MAX_DYNAMIC_SHARED = 8;  // CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES

struct Function {
    const emulator::Kernel* kernel;
    size_t mostDynamicShared = USUAL_SHARED;
};

struct Module {
    std::map<std::string, std::vector<std::string>> entries;  // parameter types by kernel
    std::map<std::string, Function> functions;
};

bool initialized = false;
int context;  // its address is the handle of the one context
thread_local void* currentContext = nullptr;
std::map<uintptr_t, size_t> allocations;
size_t allocatedBytes = 0;
int sticky = 0;  // a fault in a kernel makes all later calls fail, as on a device
std::string message;

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/** The types in ".param .u64 .ptr .align 1 name_param_0, ..." without sign and size names. */
std::vector<std::string> parameterTypes(const std::string& list) {
    std::vector<std::string> types;
    size_t at = 0;
    while ((at = list.find(".param", at)) != std::string::npos) {
        at += 6;
        while (at < list.size() && isSpace(list[at])) {
            at++;
        }
        std::string type = list.substr(at + 1, 3);
        types.push_back(type[0] == 'f' ? type : type.substr(1));
    }
    return types;
}

int parse(const std::string& ptx, Module& module) {
    const std::string mark = ".visible .entry ";
    size_t at = 0;
    while ((at = ptx.find(mark, at)) != std::string::npos) {
        at += mark.size();
        size_t open = ptx.find('(', at);
        size_t close = ptx.find(')', open);
        if (close == std::string::npos) {
            return report(INVALID_IMAGE, "an entry of the PTX has no end");
        }
        module.entries[ptx.substr(at, open - at)] = parameterTypes(ptx.substr(open, close - open));
        at = close;
    }
    return ptx.find(".version") == std::string::npos
            ? report(INVALID_IMAGE, "the image is no PTX")
            : SUCCESS;
}

}  // namespace

namespace driver {

std::recursive_mutex mutex;

int report(int code, const std::string& text) {
    message = text;
    return code;
}

int ready() {
    if (!initialized) {
        return report(NOT_INITIALIZED, "cuInit comes first");
    }
    if (currentContext == nullptr) {
        return report(INVALID_CONTEXT, "no context is current to this thread");
    }
    return sticky;
}

static int outside(const char* what, unsigned long long address, size_t bytes) {
    return emulator::isAllocated(address, bytes)
            ? SUCCESS
            : report(emulator::INVALID_VALUE, std::string(what) + " of " + std::to_string(bytes)
                    + " bytes leaves its allocation");
}

int copyToDevice(unsigned long long to, const void* from, size_t bytes) {
    if (int wrong = outside("a copy to the device", to, bytes)) return wrong;
    memcpy(reinterpret_cast<void*>(to), from, bytes);
    emulator::markWritten(to, bytes);
    return SUCCESS;
}

int copyToHost(void* to, unsigned long long from, size_t bytes) {
    if (int wrong = outside("a copy from the device", from, bytes)) return wrong;
    if (!emulator::isWritten(from, bytes)) {
        return report(emulator::INVALID_VALUE, "a copy to the host of words that nobody has written");
    }
    memcpy(to, reinterpret_cast<void*>(from), bytes);
    return SUCCESS;
}

int copyWithin(unsigned long long to, unsigned long long from, size_t bytes) {
    if (int wrong = outside("a copy", to, bytes)) return wrong;
    if (int wrong = outside("a copy", from, bytes)) return wrong;
    if (!emulator::isWritten(from, bytes)) {
        return report(emulator::INVALID_VALUE, "a copy of words that nobody has written");
    }
    memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes);
    emulator::markWritten(to, bytes);
    return SUCCESS;
}

int fill(unsigned long long to, unsigned value, size_t words) {
    if (words == 0) return SUCCESS;
    if (int wrong = outside("a fill", to, 4 * words)) return wrong;
    unsigned* at = reinterpret_cast<unsigned*>(to);
    std::fill(at, at + words, value);
    emulator::markWritten(to, 4 * words);
    return SUCCESS;
}

}  // namespace driver

/** For tests: turns a knob; returns 0 if there is none of this name. */
EXPORT int emulatorSet(const char* name, long long value) {
    LOCKED;
    std::string knob = name;
    if (knob == "orderSeed") settings.orderSeed = uint64_t(value);
    else if (knob == "races") settings.races = value != 0;
    else if (knob == "devices") settings.devices = int(value);
    else if (knob == "driverVersion") settings.driverVersion = int(value);
    else if (knob == "capability") settings.capability = int(value);
    else if (knob == "memoryBytes") settings.memoryBytes = size_t(value);
    else if (knob == "recover") sticky = 0;
    else return 0;
    return 1;
}

EXPORT int cuInit(unsigned) {
    LOCKED;
    initialized = true;
    return settings.devices > 0 ? SUCCESS : report(NO_DEVICE, "the emulator was told to have none");
}

EXPORT int cuDriverGetVersion(int* version) {
    *version = settings.driverVersion;
    return SUCCESS;
}

EXPORT int cuDeviceGetCount(int* count) {
    *count = settings.devices;
    return SUCCESS;
}

EXPORT int cuDeviceGet(int* device, int ordinal) {
    *device = ordinal;
    return ordinal < settings.devices ? SUCCESS : report(INVALID_DEVICE, "no such device");
}

EXPORT int cuDeviceGetName(char* name, int length, int) {
    snprintf(name, size_t(length), "emulated device");
    return SUCCESS;
}

EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = settings.memoryBytes;
    return SUCCESS;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case 1: *value = 1024; return SUCCESS;                          // threads per block
        case 8: *value = int(USUAL_SHARED); return SUCCESS;             // shared per block
        case 10: *value = warpSize; return SUCCESS;
        case 16: *value = 1; return SUCCESS;                            // multiprocessors
        case 75: *value = settings.capability / 10; return SUCCESS;     // capability, major
        case 76: *value = settings.capability % 10; return SUCCESS;     // minor
        case 97: *value = int(MOST_SHARED); return SUCCESS;             // shared, opt-in
        default: return report(emulator::INVALID_VALUE,
                "attribute " + std::to_string(attribute) + " is not emulated");
    }
}

EXPORT int cuDevicePrimaryCtxRetain(void** retained, int) {
    LOCKED;
    *retained = &context;
    return SUCCESS;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }

EXPORT int cuCtxSetCurrent(void* wanted) {
    currentContext = wanted;
    return SUCCESS;
}

EXPORT int cuCtxGetCurrent(void** current) {
    *current = currentContext;
    return SUCCESS;
}

EXPORT int cuCtxSynchronize() {
    NEEDS_CONTEXT;
    return SUCCESS;
}

EXPORT int cuModuleLoadData(void** module, const void* image) {
    NEEDS_CONTEXT;
    Module* loaded = new Module;
    int result = parse(static_cast<const char*>(image), *loaded);
    if (result != SUCCESS) {
        delete loaded;
        return result;
    }
    *module = loaded;
    return SUCCESS;
}

EXPORT int cuModuleLoadDataEx(void** module, const void* image, unsigned, int*, void**) {
    return cuModuleLoadData(module, image);
}

EXPORT int cuModuleUnload(void* module) {
    NEEDS_CONTEXT;
    delete static_cast<Module*>(module);
    return SUCCESS;
}

EXPORT int cuModuleGetFunction(void** function, void* module, const char* name) {
    NEEDS_CONTEXT;
    Module& from = *static_cast<Module*>(module);
    auto entry = from.entries.find(name);
    if (entry == from.entries.end()) {
        return report(emulator::NOT_FOUND, std::string("the PTX has no entry ") + name);
    }
    const emulator::Kernel* kernel = emulator::findKernel(name);
    if (kernel == nullptr) {
        return report(emulator::NOT_FOUND, std::string("the .cu files have no kernel ") + name);
    }
    if (kernel->types != entry->second) {
        return report(INVALID_IMAGE, std::string("PTX and .cu differ in the parameters of ") + name);
    }
    *function = &from.functions.try_emplace(name, Function{kernel}).first->second;
    return SUCCESS;
}

EXPORT int cuFuncGetAttribute(int* value, int, void*) {
    *value = 0;
    return SUCCESS;
}

EXPORT int cuFuncSetAttribute(void* function, int attribute, int value) {
    LOCKED;
    if (attribute != MAX_DYNAMIC_SHARED || value < 0 || size_t(value) > MOST_SHARED) {
        return report(emulator::INVALID_VALUE, "cuFuncSetAttribute of this is not emulated");
    }
    static_cast<Function*>(function)->mostDynamicShared = size_t(value);
    return SUCCESS;
}

EXPORT int cuMemGetInfo_v2(size_t* free, size_t* total) {
    NEEDS_CONTEXT;
    *total = settings.memoryBytes;
    *free = settings.memoryBytes - std::min(settings.memoryBytes, allocatedBytes);
    return SUCCESS;
}

EXPORT int cuMemAlloc_v2(unsigned long long* address, size_t bytes) {
    NEEDS_CONTEXT;
    if (bytes == 0) {
        return report(emulator::INVALID_VALUE, "an allocation of 0 bytes");
    }
    if (allocatedBytes + bytes > settings.memoryBytes) {
        return report(emulator::OUT_OF_MEMORY, "the emulated device is full");
    }
    size_t room = (bytes + 2 * RED_ZONE) / RED_ZONE * RED_ZONE;
    void* memory = aligned_alloc(RED_ZONE, room);
    if (memory == nullptr) {
        return report(emulator::OUT_OF_MEMORY, "this machine is full");
    }
    allocatedBytes += bytes;
    allocations[uintptr_t(memory)] = bytes;
    emulator::addAllocation(uintptr_t(memory), bytes);
    *address = uintptr_t(memory);
    return SUCCESS;
}

EXPORT int cuMemFree_v2(unsigned long long address) {
    NEEDS_CONTEXT;
    auto allocation = allocations.find(address);
    if (allocation == allocations.end()) {
        return report(emulator::INVALID_VALUE, "freed twice, or never allocated");
    }
    allocatedBytes -= allocation->second;
    allocations.erase(allocation);
    emulator::removeAllocation(address);
    free(reinterpret_cast<void*>(address));
    return SUCCESS;
}

EXPORT int cuMemcpyHtoD_v2(unsigned long long to, const void* from, size_t bytes) {
    NEEDS_CONTEXT;
    if (int cannot = driver::mayWait()) return cannot;
    return driver::copyToDevice(to, from, bytes);
}

EXPORT int cuMemcpyDtoH_v2(void* to, unsigned long long from, size_t bytes) {
    NEEDS_CONTEXT;
    if (int cannot = driver::mayWait()) return cannot;
    return driver::copyToHost(to, from, bytes);
}

/** Values of a kernel's parameters, kept until it runs. */
static std::vector<uint64_t> valuesOf(const emulator::Kernel& kernel, void** parameters) {
    std::vector<uint64_t> values(kernel.types.size());
    for (size_t i = 0; i < values.size(); i++) {
        bool isWide = kernel.types[i] == "64" || kernel.types[i] == "f64";
        memcpy(&values[i], parameters[i], isWide ? 8 : 4);
    }
    return values;
}

static int runNow(const emulator::Launch& launch, std::vector<uint64_t> values) {
    std::vector<void*> parameters;
    for (uint64_t& value : values) {
        parameters.push_back(&value);
    }
    emulator::Launch called = launch;
    called.parameters = parameters.data();
    emulator::Fault fault = emulator::run(called);
    if (fault.code != 0) {
        sticky = fault.code;
        return report(fault.code, fault.text);
    }
    return SUCCESS;
}

EXPORT int cuLaunchKernel(void* function, unsigned gridX, unsigned gridY, unsigned gridZ,
        unsigned blockX, unsigned blockY, unsigned blockZ, unsigned sharedBytes, void* stream,
        void** parameters, void** extra) {
    NEEDS_CONTEXT;
    if (extra != nullptr) {
        return report(emulator::INVALID_VALUE, "parameters come in one of two ways, not both");
    }
    Function& called = *static_cast<Function*>(function);
    uint64_t threads = uint64_t(blockX) * blockY * blockZ;
    if (gridX == 0 || gridY == 0 || gridZ == 0 || gridY > 65535 || gridZ > 65535 || threads == 0
            || threads > 1024 || sharedBytes > called.mostDynamicShared) {
        return report(emulator::INVALID_VALUE, "grid, block or dynamic shared memory out of range");
    }
    emulator::Launch launch = {called.kernel, {gridX, gridY, gridZ}, {blockX, blockY, blockZ},
            sharedBytes, nullptr};
    std::vector<uint64_t> values = valuesOf(*called.kernel, parameters);
    return driver::queue(
            stream, called.kernel->name, [launch, values] { return runNow(launch, values); });
}

EXPORT int cuGetErrorName(int code, const char** name) {
    static const std::map<int, const char*> NAMES = {
            {0, "CUDA_SUCCESS"}, {1, "CUDA_ERROR_INVALID_VALUE"}, {2, "CUDA_ERROR_OUT_OF_MEMORY"},
            {3, "CUDA_ERROR_NOT_INITIALIZED"}, {100, "CUDA_ERROR_NO_DEVICE"},
            {101, "CUDA_ERROR_INVALID_DEVICE"}, {200, "CUDA_ERROR_INVALID_IMAGE"},
            {201, "CUDA_ERROR_INVALID_CONTEXT"}, {500, "CUDA_ERROR_NOT_FOUND"},
            {700, "CUDA_ERROR_ILLEGAL_ADDRESS"}, {716, "CUDA_ERROR_MISALIGNED_ADDRESS"},
            {719, "CUDA_ERROR_LAUNCH_FAILED"}, {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"},
            {901, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED"},
            {910, "CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE"}};
    auto found = NAMES.find(code);
    *name = found == NAMES.end() ? "CUDA_ERROR_UNKNOWN" : found->second;
    return SUCCESS;
}

/** Says more than the real driver does: what the emulator saw. */
EXPORT int cuGetErrorString(int, const char** text) {
    static thread_local std::string copy;
    LOCKED;
    copy = message;
    *text = copy.c_str();
    return SUCCESS;
}

namespace emulator {

static std::map<std::string, Kernel>& kernels() {
    static std::map<std::string, Kernel> all;
    return all;
}

const Kernel* findKernel(const std::string& name) {
    auto found = kernels().find(name);
    return found == kernels().end() ? nullptr : &found->second;
}

int registerKernel(Kernel kernel) {
    kernels().emplace(kernel.name, kernel);
    return 0;
}

}  // namespace emulator
