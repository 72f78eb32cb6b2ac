package org.colloquy.cuda;

import java.util.List;
import jcuda.Sizeof;
import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.TokenDraw;

/** Draws of tokens; the kernel is that of sampling.cu. Only tokens and their numbers come back. */
final class CudaDraws {

    private static final int THREADS = 512;
    private static final int FIELDS = 4;
    private static final int GREEDY = -1;

    private final DeviceMemory memory;
    private final Launcher launcher;

    CudaDraws(DeviceMemory memory, Launcher launcher) {
        this.memory = memory;
        this.launcher = launcher;
    }

    void sample(int[] tokens, float[] logProbs, DeviceTensor logits, List<TokenDraw> draws, int v) {
        int t = draws.size();
        if (t == 0) {
            return;
        }
        try (DeviceBuffer fields = memory.of(fields(draws));
                DeviceBuffer drawn = memory.allocate((long) t * Sizeof.INT);
                DeviceBuffer values = memory.allocate((long) t * Sizeof.FLOAT)) {
            launcher.launch(
                    CudaKernel.SAMPLE, Grid.ofBlocks(t, THREADS), drawn, values, logits, fields, v);
            memory.download(drawn, tokens);
            memory.download(values, logProbs);
        }
    }

    private static long[] fields(List<TokenDraw> draws) {
        long[] fields = new long[draws.size() * FIELDS];
        int at = 0;
        for (TokenDraw draw : draws) {
            int topK = draw.isGreedy() ? GREEDY : draw.topK();
            int factor = Float.floatToRawIntBits(draw.inverseTemperature());
            fields[at++] = (long) topK << Integer.SIZE | Integer.toUnsignedLong(factor);
            fields[at++] = Double.doubleToRawLongBits(draw.topP());
            fields[at++] = Double.doubleToRawLongBits(draw.minP());
            fields[at++] = draw.bits();
        }
        return fields;
    }
}
