package org.colloquy.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;

/**
 * The first GPU that NVIDIA's driver offers, with its primary context. All work goes to one stream,
 * so it is done in the order of the calls, whichever threads make them.
 */
final class CudaDevice implements AutoCloseable {

    /** The driver of CUDA 13.0 (release 580), the first that reads PTX ISA 9.0. */
    static final int OLDEST_DRIVER = 13_000;

    /** Compute capability times 10: the PTX is written for Ampere and what came after. */
    static final int LEAST_CAPABILITY = 80;

    static final long LEAST_FREE_BYTES = 256L << 20;

    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final Facts facts;
    private final DeviceStream stream;
    private final DeviceMemory memory;
    private final Launcher launcher;

    /**
     * What is known of a device.
     *
     * @param capability compute capability times 10
     * @param driverVersion as CUDA counts, 13000 for 13.0
     * @param sharedBytes shared memory that one block may ask for
     */
    record Facts(
            String name, int capability, int driverVersion, long memoryBytes, int sharedBytes) {

        /** In words, for people. */
        String words() {
            return String.format(
                    Locale.ROOT,
                    "%s, compute capability %d.%d, %.1f GiB, driver for CUDA %d.%d",
                    name,
                    capability / 10,
                    capability % 10,
                    memoryBytes / (double) (1L << 30),
                    driverVersion / 1000,
                    driverVersion % 1000 / 10);
        }
    }

    private CudaDevice(CUdevice device, Facts facts) {
        this.device = device;
        this.facts = facts;
        Driver.check(cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
        makeCurrent();
        stream = DeviceStream.create();
        memory = new DeviceMemory(this);
        launcher = new Launcher(this);
    }

    /**
     * Opens the first device.
     *
     * @throws CudaException saying in a sentence why there is none that can be used
     */
    static CudaDevice open() {
        if (!DriverLibrary.isPresent()) {
            throw new CudaException(
                    "no NVIDIA driver (" + DriverLibrary.fileName() + ") on this machine");
        }
        DriverLibrary.load();
        CUdevice device = first();
        Facts facts = facts(device);
        if (facts.driverVersion() < OLDEST_DRIVER) {
            throw new CudaException(
                    ("the NVIDIA driver is for CUDA %d.%d, but the kernels need 13.0: install"
                                    + " driver 580 or later")
                            .formatted(
                                    facts.driverVersion() / 1000,
                                    facts.driverVersion() % 1000 / 10));
        }
        if (facts.capability() < LEAST_CAPABILITY) {
            throw new CudaException(
                    "%s has compute capability %d.%d, but the kernels need 8.0"
                            .formatted(
                                    facts.name(),
                                    facts.capability() / 10,
                                    facts.capability() % 10));
        }
        CudaDevice opened = new CudaDevice(device, facts);
        long free = opened.freeBytes();
        if (free < LEAST_FREE_BYTES) {
            opened.close();
            throw new CudaException(
                    "%s has only %d MiB of free memory; %d are needed at least"
                            .formatted(facts.name(), free >> 20, LEAST_FREE_BYTES >> 20));
        }
        return opened;
    }

    private static CUdevice first() {
        Driver.check(cuInit(0), "cuInit");
        int[] count = {0};
        Driver.check(cuDeviceGetCount(count), "cuDeviceGetCount");
        if (count[0] == 0) {
            throw new CudaException("the NVIDIA driver sees no device");
        }
        CUdevice device = new CUdevice();
        Driver.check(cuDeviceGet(device, 0), "cuDeviceGet");
        return device;
    }

    private static Facts facts(CUdevice device) {
        int[] version = {0};
        Driver.check(cuDriverGetVersion(version), "cuDriverGetVersion");
        byte[] name = new byte[256];
        Driver.check(cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        long[] bytes = {0};
        Driver.check(cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem");
        int major =
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
        int minor =
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        int shared =
                attribute(
                        device,
                        CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
        String words = new String(name, StandardCharsets.UTF_8);
        int end = words.indexOf('\0');
        return new Facts(
                end < 0 ? words : words.substring(0, end),
                10 * major + minor,
                version[0],
                bytes[0],
                shared);
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = {0};
        Driver.check(
                cuDeviceGetAttribute(value, attribute, device),
                () -> "cuDeviceGetAttribute " + attribute);
        return value[0];
    }

    Facts facts() {
        return facts;
    }

    DeviceStream stream() {
        return stream;
    }

    /**
     * Queues what these operations queue as one graph, unless each is to be waited for or memory
     * runs out on the way.
     */
    void together(Runnable operations) {
        makeCurrent();
        synchronized (stream) {
            if (launcher.isSynchronous() || stream.isCapturing()) {
                operations.run();
                return;
            }
            try {
                stream.together(operations);
            } catch (DeviceFullException full) {
                operations.run();
            } finally {
                memory.afterCapture();
            }
        }
    }

    DeviceMemory memory() {
        return memory;
    }

    Launcher launcher() {
        return launcher;
    }

    /** Calls of the driver are about the context that is current to their thread. */
    void makeCurrent() {
        Driver.check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    long freeBytes() {
        makeCurrent();
        long[] free = {0};
        long[] total = {0};
        Driver.check(cuMemGetInfo(free, total), "cuMemGetInfo");
        return free[0];
    }

    /** Waits until all work is done, and reports what failed in it. */
    void synchronize() {
        makeCurrent();
        stream.synchronize();
    }

    @Override
    public void close() {
        memory.close();
        stream.close();
        Driver.check(cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
    }
}
