package org.colloquy.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * NVIDIA's cuBLAS 12 or 13 through the foreign function interface, since JCublas wants exactly 12:
 * the few functions that a product of f32 matrices on tensor cores takes.
 *
 * <p>cuBLAS chooses its algorithms by shape and device, so its bits are those of one version, one
 * device and one batch.
 */
final class Cublas implements CudaProducts {

    private static final List<String> NAMES = List.of("libcublas.so.13", "libcublas.so.12");
    private static final int NOT_TRANSPOSED = 0;
    private static final int TRANSPOSED = 1;
    private static final int CUDA_R_32F = 0;
    private static final int COMPUTE_32F_FAST_TF32 = 77;
    private static final int DEFAULT_ALGORITHM = -1;

    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private final CudaDevice device;
    private final MethodHandle multiply;
    private final MemorySegment handle;
    private final String version;
    private final MemorySegment one;
    private final MemorySegment zero;

    private Cublas(CudaDevice device, String name, SymbolLookup library) {
        this.device = device;
        Arena arena = Arena.global();
        device.makeCurrent();
        MemorySegment made = arena.allocate(POINTER);
        call("cublasCreate", function(library, "cublasCreate_v2", POINTER), made);
        handle = made.get(ValueLayout.ADDRESS, 0);
        MemorySegment number = arena.allocate(INT);
        call(
                "cublasGetVersion",
                function(library, "cublasGetVersion_v2", POINTER, POINTER),
                handle,
                number);
        version = name + ", version " + number.get(ValueLayout.JAVA_INT, 0);
        call(
                "cublasSetStream",
                function(library, "cublasSetStream_v2", POINTER, POINTER),
                handle,
                MemorySegment.ofAddress(device.stream().handle()));
        one = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f);
        zero = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0f);
        multiply =
                function(
                        library,
                        "cublasGemmEx",
                        POINTER,
                        INT,
                        INT,
                        INT,
                        INT,
                        INT,
                        POINTER,
                        POINTER,
                        INT,
                        INT,
                        POINTER,
                        INT,
                        INT,
                        POINTER,
                        POINTER,
                        INT,
                        INT,
                        INT,
                        INT);
    }

    /**
     * The newest that the system's search for libraries finds.
     *
     * @throws CudaException saying in a sentence what is missing
     */
    static Cublas open(CudaDevice device) {
        for (String name : NAMES) {
            Optional<SymbolLookup> library = find(name);
            if (library.isPresent()) {
                return new Cublas(device, name, library.get());
            }
        }
        throw new CudaException(
                "cuBLAS is not on this machine (neither "
                        + String.join(" nor ", NAMES)
                        + "); install it, or use --matmul ours");
    }

    private static Optional<SymbolLookup> find(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException notThere) {
            return Optional.empty();
        }
    }

    private static MethodHandle function(
            SymbolLookup library, String name, MemoryLayout... parameters) {
        MemorySegment at =
                library.find(name)
                        .orElseThrow(() -> new CudaException("this cuBLAS has no " + name));
        return Linker.nativeLinker().downcallHandle(at, FunctionDescriptor.of(INT, parameters));
    }

    private static void call(String name, MethodHandle function, Object... arguments) {
        int status;
        try {
            status = (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(name, impossible);
        }
        if (status != 0) {
            throw new CudaException(name + ": status " + status);
        }
    }

    /** Name of the library's file and its version. */
    String words() {
        return version;
    }

    /** What it allocates on the way is its own business. */
    @Override
    public boolean canGoTogether() {
        return false;
    }

    /**
     * c (M, N) = or += a (M, K) times b (K, N), by TF32; a and b are as their operation holds them.
     * cuBLAS counts columns first, so it forms the transpose of c from those of b and a.
     */
    @Override
    public void multiply(
            DeviceTensor c, DeviceTensor a, DeviceTensor b, Sizes sizes, Kind kind, boolean adds) {
        if (sizes.m() == 0 || sizes.n() == 0) {
            return;
        }
        device.makeCurrent();
        boolean aTurned = kind == Kind.TRANSPOSED_A;
        boolean bTurned = kind == Kind.TRANSPOSED_B;
        synchronized (device.stream()) {
            call(
                    "cublasGemmEx of %s (%d x %d x %d)"
                            .formatted(kind, sizes.m(), sizes.k(), sizes.n()),
                    multiply,
                    handle,
                    bTurned ? TRANSPOSED : NOT_TRANSPOSED,
                    aTurned ? TRANSPOSED : NOT_TRANSPOSED,
                    sizes.n(),
                    sizes.m(),
                    sizes.k(),
                    one,
                    address(b),
                    CUDA_R_32F,
                    bTurned ? sizes.k() : sizes.n(),
                    address(a),
                    CUDA_R_32F,
                    aTurned ? sizes.m() : sizes.k(),
                    adds ? one : zero,
                    address(c),
                    CUDA_R_32F,
                    sizes.n(),
                    COMPUTE_32F_FAST_TF32,
                    DEFAULT_ALGORITHM);
        }
    }

    private static MemorySegment address(DeviceTensor tensor) {
        return MemorySegment.ofAddress(tensor.number());
    }
}
