package org.colloquy.cuda;

import java.lang.ref.Cleaner;
import jcuda.driver.CUdeviceptr;

/**
 * Some bytes of the device's memory. Closing it, or losing it to the garbage collector, gives them
 * back to the {@link DeviceMemory} they came from; work that was launched before still finds them.
 */
final class DeviceBuffer implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final DeviceMemory.Block block;
    private final long bytes;
    private final Cleaner.Cleanable end;

    DeviceBuffer(DeviceMemory memory, DeviceMemory.Block block, long bytes) {
        this.block = block;
        this.bytes = bytes;
        end = CLEANER.register(this, () -> memory.giveBack(block));
    }

    CUdeviceptr address() {
        return block.address();
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        end.clean();
    }
}
