// Streams, events and graphs of the stand-in. A stream does its work at once, so an event is over when
// it is recorded; a stream that gathers a graph keeps its work, and the graph does it when it starts.
#include <cstdlib>
#include <map>
#include <set>

#include "driver.h"

using driver::report;
using driver::SUCCESS;

namespace {

constexpr int NOT_PERMITTED_IN_CAPTURE = 900;
constexpr int CAPTURE_INVALIDATED = 901;
constexpr int ILLEGAL_STATE = 401;
constexpr int UPDATE_FAILURE = 910;
constexpr size_t RED_ZONE = 256;

struct Node {
    std::string kind;
    std::function<int()> work;
};

struct Graph {
    std::vector<Node> nodes;
};

struct Stream {
    bool gathering = false;
    bool broken = false;
    Graph graph;
};

struct Event {
    bool recorded = false;
};

std::set<Stream*> streams;
std::map<uintptr_t, size_t> pinned;

}  // namespace

namespace driver {

int queue(void* handle, const std::string& kind, std::function<int()> work) {
    Stream* stream = static_cast<Stream*>(handle);
    if (stream == nullptr) {
        return mayWait() != SUCCESS ? mayWait() : work();
    }
    if (streams.count(stream) == 0) {
        return report(emulator::INVALID_VALUE, "no such stream");
    }
    if (stream->gathering) {
        stream->graph.nodes.push_back({kind, std::move(work)});
        return SUCCESS;
    }
    return work();
}

int mayWait() {
    for (Stream* stream : streams) {
        if (stream->gathering) {
            stream->broken = true;
            return report(NOT_PERMITTED_IN_CAPTURE, "a stream is gathering a graph");
        }
    }
    return SUCCESS;
}

}  // namespace driver

EXPORT int cuStreamCreate(void** stream, unsigned) {
    NEEDS_CONTEXT;
    Stream* made = new Stream;
    streams.insert(made);
    *stream = made;
    return SUCCESS;
}

EXPORT int cuStreamDestroy_v2(void* stream) {
    LOCKED;
    if (streams.erase(static_cast<Stream*>(stream)) == 0) {
        return report(emulator::INVALID_VALUE, "no such stream");
    }
    delete static_cast<Stream*>(stream);
    return SUCCESS;
}

EXPORT int cuStreamSynchronize(void*) {
    NEEDS_CONTEXT;
    return driver::mayWait();
}

EXPORT int cuEventCreate(void** event, unsigned) {
    NEEDS_CONTEXT;
    *event = new Event;
    return SUCCESS;
}

EXPORT int cuEventDestroy_v2(void* event) {
    LOCKED;
    delete static_cast<Event*>(event);
    return SUCCESS;
}

EXPORT int cuEventRecord(void* event, void* stream) {
    NEEDS_CONTEXT;
    Event* recorded = static_cast<Event*>(event);
    return driver::queue(stream, "event", [recorded] {
        recorded->recorded = true;
        return SUCCESS;
    });
}

EXPORT int cuEventQuery(void* event) {
    NEEDS_CONTEXT;
    return static_cast<Event*>(event)->recorded
            ? SUCCESS
            : report(emulator::INVALID_VALUE, "an event that was never recorded");
}

EXPORT int cuEventSynchronize(void* event) {
    NEEDS_CONTEXT;
    if (int cannot = driver::mayWait()) return cannot;
    return cuEventQuery(event);
}

EXPORT int cuMemHostAlloc(void** memory, size_t bytes, unsigned) {
    NEEDS_CONTEXT;
    *memory = aligned_alloc(RED_ZONE, (bytes + RED_ZONE - 1) / RED_ZONE * RED_ZONE);
    pinned[uintptr_t(*memory)] = bytes;
    return *memory == nullptr ? emulator::OUT_OF_MEMORY : SUCCESS;
}

EXPORT int cuMemFreeHost(void* memory) {
    LOCKED;
    if (pinned.erase(uintptr_t(memory)) == 0) {
        return report(emulator::INVALID_VALUE, "no pinned memory begins there");
    }
    free(memory);
    return SUCCESS;
}

/** A queued copy from memory that is not pinned would be of what stands there later. */
static int needsPinned(const void* memory, size_t bytes) {
    auto after = pinned.upper_bound(uintptr_t(memory));
    bool inside = after != pinned.begin()
            && uintptr_t(memory) + bytes <= std::prev(after)->first + std::prev(after)->second;
    return inside ? SUCCESS
                  : report(emulator::INVALID_VALUE, "a queued copy needs pinned memory");
}

EXPORT int cuMemcpyHtoDAsync_v2(
        unsigned long long to, const void* from, size_t bytes, void* stream) {
    NEEDS_CONTEXT;
    if (int wrong = needsPinned(from, bytes)) return wrong;
    return driver::queue(
            stream, "upload", [=] { return driver::copyToDevice(to, from, bytes); });
}

EXPORT int cuMemcpyDtoHAsync_v2(
        void* to, unsigned long long from, size_t bytes, void* stream) {
    NEEDS_CONTEXT;
    if (int wrong = needsPinned(to, bytes)) return wrong;
    return driver::queue(stream, "download", [=] { return driver::copyToHost(to, from, bytes); });
}

EXPORT int cuMemcpyDtoDAsync_v2(
        unsigned long long to, unsigned long long from, size_t bytes, void* stream) {
    NEEDS_CONTEXT;
    return driver::queue(stream, "copy", [=] { return driver::copyWithin(to, from, bytes); });
}

EXPORT int cuMemsetD32Async(
        unsigned long long to, unsigned value, size_t words, void* stream) {
    NEEDS_CONTEXT;
    return driver::queue(stream, "fill", [=] { return driver::fill(to, value, words); });
}

EXPORT int cuStreamBeginCapture_v2(void* handle, int) {
    NEEDS_CONTEXT;
    Stream* stream = static_cast<Stream*>(handle);
    if (stream == nullptr || stream->gathering) {
        return report(ILLEGAL_STATE, "a stream of its own that is not gathering is needed");
    }
    *stream = Stream{true, false, {}};
    return SUCCESS;
}

EXPORT int cuStreamEndCapture(void* handle, void** graph) {
    NEEDS_CONTEXT;
    Stream* stream = static_cast<Stream*>(handle);
    if (!stream->gathering) {
        return report(ILLEGAL_STATE, "the stream is gathering no graph");
    }
    stream->gathering = false;
    if (stream->broken) {
        *graph = nullptr;
        return report(CAPTURE_INVALIDATED, "something waited while the graph was gathered");
    }
    *graph = new Graph(std::move(stream->graph));
    return SUCCESS;
}

EXPORT int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
    NEEDS_CONTEXT;
    *executable = new Graph(*static_cast<Graph*>(graph));
    return SUCCESS;
}

/** Also checks that the nodes are of the same kinds, which a device needs. */
EXPORT int cuGraphExecUpdate_v2(void* executable, void* graph, void*) {
    NEEDS_CONTEXT;
    Graph& to = *static_cast<Graph*>(executable);
    const Graph& from = *static_cast<Graph*>(graph);
    bool same = to.nodes.size() == from.nodes.size();
    for (size_t i = 0; same && i < to.nodes.size(); i++) {
        same = to.nodes[i].kind == from.nodes[i].kind;
    }
    if (!same) {
        return report(UPDATE_FAILURE, "the graphs have other nodes");
    }
    to = from;
    return SUCCESS;
}

EXPORT int cuGraphLaunch(void* executable, void* stream) {
    NEEDS_CONTEXT;
    for (const Node& node : static_cast<Graph*>(executable)->nodes) {
        if (int failed = driver::queue(stream, node.kind, node.work)) return failed;
    }
    return SUCCESS;
}

EXPORT int cuGraphExecDestroy(void* executable) {
    LOCKED;
    delete static_cast<Graph*>(executable);
    return SUCCESS;
}

EXPORT int cuGraphDestroy(void* graph) {
    LOCKED;
    delete static_cast<Graph*>(graph);
    return SUCCESS;
}
