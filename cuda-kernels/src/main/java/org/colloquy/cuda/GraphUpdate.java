package org.colloquy.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import jcuda.driver.CUresult;

/** The driver's cuGraphExecUpdate as of CUDA 12, which JCuda does not have. */
final class GraphUpdate {

    /** An enum, a node, another. */
    private static final int RESULT_BYTES = 24;

    private static final MethodHandle UPDATE =
            Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup(DriverLibrary.fileName(), Arena.global())
                                    .findOrThrow("cuGraphExecUpdate_v2"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS));

    private GraphUpdate() {}

    /**
     * Gives an executable graph the parameters of another graph.
     *
     * @return false if they differ in more than parameters; the executable stays as it was
     */
    static boolean take(long executable, long graph) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    (int)
                            UPDATE.invokeExact(
                                    MemorySegment.ofAddress(executable),
                                    MemorySegment.ofAddress(graph),
                                    arena.allocate(RESULT_BYTES, Long.BYTES));
            if (result == CUresult.CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE) {
                return false;
            }
            Driver.check(result, "cuGraphExecUpdate");
            return true;
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
