package org.colloquy.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator tells what is wrong with a kernel, and runs those that are right. */
class EmulatorTest {

    private static final int THREADS = 64;

    private CudaDevice device = CudaDeviceTest.open();

    @BeforeEach
    void start() {
        Emulator.start();
        device = CudaDeviceTest.open();
    }

    @AfterEach
    void recover() {
        Emulator.set("recover", 1);
        Emulator.start();
    }

    @ParameterizedTest
    @CsvSource({
        "reads_past_the_end, 64, reads 4 bytes",
        "writes_before_the_start, 1, writes 4 bytes",
        "reads_what_nobody_wrote, 5, nobody has written",
        "reaches_different_barriers, 20, divergent barrier",
        "ends_before_a_barrier, 20, divergent barrier: 44 of 64 threads ended",
        "shuffles_without_some_lanes, 7, lanes of its mask that never come",
        "takes_from_outside_its_mask, 1, takes from lane 20",
        "races_in_shared_memory, 1, races: it",
        "races_between_blocks, 1, of block",
        "is_misaligned, 1, touches 8 bytes"
    })
    void tellsWhatIsWrong(String kernel, int n, String expected) {
        Emulator.set("races", 1);
        String fault = run(kernel, new float[THREADS], n);
        assertTrue(fault.contains("kernel " + kernel) && fault.contains(expected), fault);
        Emulator.set("recover", 1);
        Emulator.set("orderSeed", 9);
        String again = run(kernel, new float[THREADS], n);
        assertTrue(again.contains(expected), again);
    }

    @Test
    void findsOutputsThatNobodyWrote() {
        CUdeviceptr x = new CUdeviceptr();
        Driver.check(JCudaDriver.cuMemAlloc(x, THREADS * 4L), "cuMemAlloc");
        assertEquals("", launch("leaves_an_output_unwritten", x, THREADS));
        int result = JCudaDriver.cuMemcpyDtoH(Pointer.to(new float[THREADS]), x, THREADS * 4L);
        assertNotEquals(0, result);
        assertTrue(text(result).contains("nobody has written"), text(result));
    }

    @Test
    void findsThatAResultDependsOnTheOrderOfThreads() {
        float[] inOrder = new float[THREADS + 1];
        float[] atRandom = new float[THREADS + 1];
        assertEquals("", run("depends_on_the_order", inOrder, THREADS));
        Emulator.set("orderSeed", 3);
        assertEquals("", run("depends_on_the_order", atRandom, THREADS));
        assertEquals(THREADS - 1, Float.floatToIntBits(inOrder[THREADS - 1]));
        assertFalse(Arrays.equals(inOrder, atRandom), "a shuffled order gave the same result");
    }

    @Test
    void runsWhatIsRight() {
        Emulator.set("races", 1);
        Emulator.set("orderSeed", 5);
        float[] x = new float[THREADS];
        float[] reversed = new float[THREADS];
        for (int i = 0; i < THREADS; i++) {
            x[i] = i;
            reversed[THREADS - 1 - i] = i;
        }
        assertEquals("", run("reverses", x, THREADS));
        assertArrayEquals(reversed, x);
        assertEquals("", run("votes", x, 1));
        assertEquals(116, x[40]); // lane 3 votes in the first warp only
        assertEquals(1116, x[5]);
    }

    @Test
    void refusesParametersThatPtxAndSourceDoNotShare() {
        int result = load("reverses", ".param .u64 a, .param .f32 b");
        assertTrue(text(result).contains("differ in the parameters of reverses"), text(result));
    }

    /** Runs a kernel over x and brings x back; the driver's words, empty where all went well. */
    private String run(String kernel, float[] x, int n) {
        CUdeviceptr at = new CUdeviceptr();
        Driver.check(JCudaDriver.cuMemAlloc(at, x.length * 4L), "cuMemAlloc");
        Driver.check(JCudaDriver.cuMemcpyHtoD(at, Pointer.to(x), x.length * 4L), "cuMemcpyHtoD");
        String fault = launch(kernel, at, n);
        if (fault.isEmpty()) {
            Driver.check(
                    JCudaDriver.cuMemcpyDtoH(Pointer.to(x), at, x.length * 4L), "cuMemcpyDtoH");
            Driver.check(JCudaDriver.cuMemFree(at), "cuMemFree");
        }
        return fault;
    }

    private final CUfunction function = new CUfunction();

    private int load(String kernel, String parameters) {
        device.makeCurrent();
        CUmodule module = new CUmodule();
        String ptx = ".version 9.0\n.visible .entry " + kernel + "(" + parameters + ")\n{}";
        Driver.check(JCudaDriver.cuModuleLoadData(module, ptx), "cuModuleLoadData");
        return JCudaDriver.cuModuleGetFunction(function, module, kernel);
    }

    private String launch(String kernel, CUdeviceptr x, int n) {
        Driver.check(load(kernel, ".param .u64 a, .param .u32 b"), "cuModuleGetFunction");
        int result =
                JCudaDriver.cuLaunchKernel(
                        function,
                        2 - (kernel.equals("races_between_blocks") ? 0 : 1),
                        1,
                        1,
                        THREADS,
                        1,
                        1,
                        THREADS * 4,
                        new CUstream(),
                        Pointer.to(Pointer.to(x), Pointer.to(new int[] {n})),
                        new Pointer());
        return result == 0 ? "" : text(result);
    }

    private static String text(int result) {
        String[] text = {""};
        JCudaDriver.cuGetErrorString(result, text);
        return text[0];
    }
}
