package org.colloquy.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jcuda.Sizeof;
import org.colloquy.tensor.HeapTensor;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where there is no device to use, and of launches that fail. */
class CudaDeviceTest {

    private static final long USUAL_BYTES = 4L << 30;

    /** The device that all of this JVM share, on the emulator. */
    static CudaDevice open() {
        Emulator.start();
        return CudaBackend.device();
    }

    @BeforeEach
    void start() {
        open();
    }

    @AfterEach
    void putBack() {
        Emulator.set("devices", 1);
        Emulator.set("driverVersion", 13000);
        Emulator.set("capability", 80);
        Emulator.set("memoryBytes", USUAL_BYTES);
        Emulator.set("recover", 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "devices; 0; CUDA_ERROR_NO_DEVICE",
                "driverVersion; 12080; the NVIDIA driver is for CUDA 12.8, but the kernels need"
                        + " 13.0: install driver 580 or later",
                "capability; 75; emulated device has compute capability 7.5, but the kernels need"
                        + " 8.0",
                "memoryBytes; 1000000; of free memory; 256 are needed at least"
            })
    void saysWhyADeviceCannotBeUsed(String knob, long value, String expected) {
        Emulator.set(knob, value);
        String message = assertThrows(CudaException.class, CudaDevice::open).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void describesWhatItFound() {
        TensorBackend.Finding finding = new CudaBackend().look();
        assertEquals(
                new TensorBackend.Finding.Usable(
                        "emulated device, compute capability 8.0, 4.0 GiB, driver for CUDA 13.0"),
                finding);
        assertEquals("cuda", TensorBackend.all().getFirst().name());
    }

    @Test
    void namesKernelShapesAndErrorOfALaunch() {
        Launcher launcher = CudaBackend.device().launcher();
        DeviceMemory memory = CudaBackend.device().memory();
        try (DeviceBuffer buffer = memory.zeros(40)) {
            DeviceTensor x = DeviceTensor.over(buffer, 10);
            String message =
                    assertThrows(
                                    CudaException.class,
                                    () ->
                                            launcher.launch(
                                                    CudaKernel.FILL,
                                                    Launcher.Grid.ofElements(11),
                                                    x,
                                                    1f,
                                                    11))
                            .getMessage();
            assertTrue(
                    message.startsWith(
                            "kernel fill (f32[10], 1.0, 11) on 1 blocks of 256 threads with 0 bytes"
                                    + " of shared memory: CUDA_ERROR_ILLEGAL_ADDRESS (700)"),
                    message);
        }
    }

    @Test
    void givesMemoryOfForgottenTensorsAwayAgain() {
        try (TensorOps ops = new CudaBackend().open()) {
            Emulator.set("memoryBytes", 1 << 20);
            for (int i = 0; i < 40; i++) {
                ops.allocate(1 << 15);
            }
            String message =
                    assertThrows(CudaException.class, () -> ops.allocate(1 << 20)).getMessage();
            assertTrue(message.startsWith("4194304 bytes of device memory"), message);
        }
    }

    @Test
    void givesABlockThatWasGivenBackToTheNextOfItsSize() {
        DeviceMemory memory = CudaBackend.device().memory();
        DeviceBuffer first = memory.allocate(12_345L * Sizeof.FLOAT);
        String address = first.address().toString();
        first.close();
        first.close();
        try (DeviceBuffer second = memory.allocate(12_340L * Sizeof.FLOAT);
                DeviceBuffer third = memory.allocate(12_345L * Sizeof.FLOAT)) {
            assertEquals(address, second.address().toString());
            assertTrue(!address.equals(third.address().toString()), address);
        }
    }

    @Test
    void refusesATensorOfAnotherBackend() {
        try (TensorOps ops = new CudaBackend().open()) {
            Tensor foreign = HeapTensor.zeros(3);
            String message =
                    assertThrows(IllegalArgumentException.class, () -> ops.fill(foreign, 1f))
                            .getMessage();
            assertTrue(message.contains("allocate"), message);
        }
    }
}
