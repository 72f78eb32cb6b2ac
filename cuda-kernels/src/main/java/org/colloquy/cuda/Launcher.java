package org.colloquy.cuda;

import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;

/**
 * The one way to start a kernel: loads its module on first use, passes the arguments, and turns an
 * error into an exception that names kernel, arguments and the driver's reason.
 *
 * <p>A device reports what fails inside a kernel with a later call. The system property {@code
 * colloquy.cuda.synchronous} waits after each launch, so that the right kernel is named.
 */
final class Launcher {

    static final String SYNCHRONOUS = "colloquy.cuda.synchronous";

    /** Threads of a block where each thread has an element. */
    static final int THREADS = 256;

    /** Lanes that share a row where half a warp has one; see device.cuh. */
    static final int LANES = 16;

    private static final int USUAL_SHARED_BYTES = 48 << 10;

    private final CudaDevice device;
    private final boolean synchronous = Boolean.getBoolean(SYNCHRONOUS);
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<CudaKernel, CUfunction> functions = new EnumMap<>(CudaKernel.class);

    /** Blocks of a launch, threads of a block and its dynamic shared memory. */
    record Grid(long blocks, int threads, int sharedBytes) {

        /** One thread for each of {@code count} elements. */
        static Grid ofElements(long count) {
            return new Grid((count + THREADS - 1) / THREADS, THREADS, 0);
        }

        /** Half a warp for each of {@code count} rows. */
        static Grid ofRows(long count) {
            return ofElements(count * LANES);
        }

        static Grid ofBlocks(long blocks, int threads) {
            return new Grid(blocks, threads, 0);
        }
    }

    Launcher(CudaDevice device) {
        this.device = device;
    }

    /**
     * Starts a kernel; a grid of no blocks is nothing to do.
     *
     * @param arguments {@link DeviceTensor}, {@link DeviceBuffer}, Integer, Float or Double, as the
     *     kernel declares them
     */
    void launch(CudaKernel kernel, Grid grid, Object... arguments) {
        if (grid.blocks() == 0) {
            return;
        }
        device.makeCurrent();
        CUfunction function = function(kernel);
        if (grid.sharedBytes() > USUAL_SHARED_BYTES) {
            allowShared(kernel, function, grid.sharedBytes());
        }
        Pointer[] pointers =
                Arrays.stream(arguments).map(Launcher::pointer).toArray(Pointer[]::new);
        int result;
        synchronized (device.stream()) {
            device.stream().queued(kernel.ordinal());
            result =
                    cuLaunchKernel(
                            function,
                            Math.toIntExact(grid.blocks()),
                            1,
                            1,
                            grid.threads(),
                            1,
                            1,
                            grid.sharedBytes(),
                            device.stream(),
                            Pointer.to(pointers),
                            new Pointer());
        }
        Driver.check(result, () -> describe(kernel, grid, arguments));
        if (synchronous) {
            device.synchronize();
        }
    }

    /** Whether each kernel is waited for. */
    boolean isSynchronous() {
        return synchronous;
    }

    private static Pointer pointer(Object argument) {
        return switch (argument) {
            case DeviceTensor tensor -> Pointer.to(tensor.address());
            case DeviceBuffer buffer -> Pointer.to(buffer.address());
            case Integer value -> Pointer.to(new int[] {value});
            case Float value -> Pointer.to(new float[] {value});
            case Double value -> Pointer.to(new double[] {value});
            default ->
                    throw new IllegalArgumentException(
                            "no kernel takes a " + argument.getClass().getSimpleName());
        };
    }

    private static String describe(CudaKernel kernel, Grid grid, Object[] arguments) {
        String shapes =
                Arrays.stream(arguments)
                        .map(
                                argument ->
                                        argument instanceof DeviceBuffer buffer
                                                ? buffer.bytes() + " bytes"
                                                : argument.toString())
                        .collect(Collectors.joining(", "));
        return "kernel %s (%s) on %d blocks of %d threads with %d bytes of shared memory"
                .formatted(
                        kernel.symbol(), shapes, grid.blocks(), grid.threads(), grid.sharedBytes());
    }

    private static void allowShared(CudaKernel kernel, CUfunction function, int bytes) {
        Driver.check(
                cuFuncSetAttribute(
                        function,
                        CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                        bytes),
                () -> "%d bytes of shared memory for %s".formatted(bytes, kernel.symbol()));
    }

    private synchronized CUfunction function(CudaKernel kernel) {
        return functions.computeIfAbsent(
                kernel,
                wanted -> {
                    CUfunction function = new CUfunction();
                    CUmodule module = modules.computeIfAbsent(wanted.module(), Launcher::load);
                    Driver.check(
                            cuModuleGetFunction(function, module, wanted.symbol()),
                            () -> "kernel " + wanted.symbol() + " of " + wanted.module() + ".ptx");
                    return function;
                });
    }

    private static CUmodule load(String name) {
        CUmodule module = new CUmodule();
        Driver.check(cuModuleLoadData(module, ptx(name)), () -> "loading " + name + ".ptx");
        return module;
    }

    /** The text that nvcc made of a .cu file. */
    static String ptx(String name) {
        try (InputStream in = Launcher.class.getResourceAsStream(name + ".ptx")) {
            if (in == null) {
                throw new CudaException(name + ".ptx is not on the class path; build again");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(name + ".ptx cannot be read", e);
        }
    }
}
