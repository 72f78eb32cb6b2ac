package org.colloquy.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.AdamW;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Safetensors;

/**
 * AdamW's moments to the bit, as safetensors: {@code exp_avg.NAME} and {@code exp_avg_sq.NAME} for
 * each weight, in the (rows, columns) that {@link Parameters} keep. The number of updates is not in
 * it.
 */
final class OptimizerFile {

    static final String NAME = "optimizer.safetensors";

    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";

    private OptimizerFile() {}

    static byte[] bytes(AdamW optimizer, TensorOps ops) {
        List<Safetensors.Named> tensors = new ArrayList<>();
        add(tensors, FIRST, optimizer.firstMoments(), ops);
        add(tensors, SECOND, optimizer.secondMoments(), ops);
        return Safetensors.bytes(tensors);
    }

    /**
     * Puts a file's moments into an optimizer.
     *
     * @param updates how many were done when they were written
     * @throws org.colloquy.transformer.ModelFileException if they do not fit
     */
    static void restore(Path file, int updates, AdamW optimizer, TensorOps ops) throws IOException {
        try (Safetensors moments = Safetensors.open(file)) {
            take(moments, FIRST, optimizer.firstMoments(), ops);
            take(moments, SECOND, optimizer.secondMoments(), ops);
        }
        optimizer.resumeAt(updates);
    }

    private static void add(
            List<Safetensors.Named> tensors, String prefix, Parameters moments, TensorOps ops) {
        for (Parameters.Weight weight : moments.weights()) {
            float[] values = new float[weight.values().size()];
            ops.download(weight.values(), values);
            tensors.add(new Safetensors.Named(prefix + weight.name(), shape(weight), values));
        }
    }

    private static void take(Safetensors file, String prefix, Parameters moments, TensorOps ops)
            throws IOException {
        for (Parameters.Weight weight : moments.weights()) {
            ops.upload(weight.values(), file.floats(prefix + weight.name(), shape(weight)));
        }
    }

    private static List<Integer> shape(Parameters.Weight weight) {
        return List.of(weight.rows(), weight.columns());
    }
}
