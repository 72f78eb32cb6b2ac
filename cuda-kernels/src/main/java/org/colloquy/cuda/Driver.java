package org.colloquy.cuda;

import java.util.function.Supplier;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Turns the driver's results into exceptions. */
final class Driver {

    private Driver() {}

    /**
     * Passes if the result is success.
     *
     * @param call what was called, with its shapes
     * @throws CudaException otherwise
     */
    static void check(int result, Supplier<String> call) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new CudaException(call.get() + ": " + name(result) + describe(result));
        }
    }

    static void check(int result, String call) {
        check(result, () -> call);
    }

    private static String name(int result) {
        String[] name = {""};
        JCudaDriver.cuGetErrorName(result, name);
        return name[0] + " (" + result + ")";
    }

    private static String describe(int result) {
        String[] text = {""};
        JCudaDriver.cuGetErrorString(result, text);
        return text[0].isEmpty() ? "" : ", " + text[0];
    }
}
