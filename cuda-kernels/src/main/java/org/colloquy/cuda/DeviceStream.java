package org.colloquy.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.util.LinkedHashMap;
import java.util.Map;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;

/**
 * The one stream of a device: what is queued on it is done in the order of the calls. Whoever
 * queues holds its monitor, so that nothing of another thread comes in between what goes together.
 */
final class DeviceStream extends CUstream implements AutoCloseable {

    /** Of different kinds of work that goes together: models, and ways to use them. */
    private static final int MOST_GRAPHS = 16;

    private final Map<Long, Executable> graphs = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean capturing;
    private long shape;

    /** A graph as captured; its handle is for functions outside JCuda. */
    private static final class Captured extends CUgraph {

        long handle() {
            return getNativePointer();
        }
    }

    /** A graph made ready to start. */
    private static final class Executable extends CUgraphExec {

        long handle() {
            return getNativePointer();
        }
    }

    /** Makes a stream of the context that is current to this thread. */
    static DeviceStream create() {
        DeviceStream stream = new DeviceStream();
        Driver.check(
                cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        return stream;
    }

    /** Waits until all that was queued is done, and reports what failed in it. */
    void synchronize() {
        Driver.check(cuStreamSynchronize(this), "cuStreamSynchronize");
    }

    @Override
    public void close() {
        for (Executable graph : graphs.values()) {
            Driver.check(cuGraphExecDestroy(graph), "cuGraphExecDestroy");
        }
        graphs.clear();
        Driver.check(cuStreamDestroy(this), "cuStreamDestroy");
    }

    /** Whether what is queued now waits for the end of {@link #together}. */
    boolean isCapturing() {
        return capturing;
    }

    /** Tells of what was queued; graphs of the same kinds in the same order have one executable. */
    void queued(int kind) {
        shape = shape * 31 + kind + 1;
    }

    /**
     * Queues what {@code work} queues as one graph. A graph that differs from an earlier one in
     * sizes and addresses alone takes that one's place, which costs less than a new one.
     */
    synchronized void together(Runnable work) {
        Driver.check(
                cuStreamBeginCapture(this, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
                "cuStreamBeginCapture");
        capturing = true;
        shape = 0;
        Captured graph = new Captured();
        boolean whole = false;
        try {
            work.run();
            whole = true;
        } finally {
            capturing = false;
            int result = cuStreamEndCapture(this, graph);
            if (whole) {
                Driver.check(result, "cuStreamEndCapture");
            } else if (result == CUresult.CUDA_SUCCESS) {
                Driver.check(cuGraphDestroy(graph), "cuGraphDestroy");
            }
        }
        if (shape != 0) {
            Driver.check(cuGraphLaunch(executable(graph), this), "cuGraphLaunch");
        }
        Driver.check(cuGraphDestroy(graph), "cuGraphDestroy");
    }

    private Executable executable(Captured graph) {
        Executable before = graphs.get(shape);
        if (before != null) {
            if (GraphUpdate.take(before.handle(), graph.handle())) {
                return before;
            }
            Driver.check(cuGraphExecDestroy(before), "cuGraphExecDestroy");
        }
        Executable made = new Executable();
        Driver.check(cuGraphInstantiate(made, graph, 0), "cuGraphInstantiate");
        graphs.put(shape, made);
        if (graphs.size() > MOST_GRAPHS) {
            Map.Entry<Long, Executable> eldest = graphs.entrySet().iterator().next();
            Driver.check(cuGraphExecDestroy(eldest.getValue()), "cuGraphExecDestroy");
            graphs.remove(eldest.getKey());
        }
        return made;
    }

    /** The driver's handle, for functions outside JCuda. */
    long handle() {
        return getNativePointer();
    }
}
