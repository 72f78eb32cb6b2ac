package org.colloquy.peer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.TrainingBatch;

/**
 * libtorch through DJL. A training step and the sampling of a whole batch are one call each into
 * TorchScript ({@code llama.py}), so that Java's border costs the peer nothing.
 */
final class Libtorch implements Contender {

    private static final String NAME = "Llama";
    private static final int PADDING_TARGET = -100;

    private final Model model;
    private final PtSymbolBlock block;
    private final PtNDManager manager;
    private final NDList matrices;
    private final NDList norms;
    private final NDArray rotary;
    private final NDList moments = new NDList();
    private final int vocabulary;

    Libtorch(
            Parameters parameters,
            AdamWSettings settings,
            double learningRate,
            int threads,
            TensorOps ops)
            throws IOException {
        vocabulary = parameters.config().vocabulary();
        model = Model.newInstance(NAME, "PyTorch");
        JniUtils.setNumThreads(threads);
        block = load(parameters.config().rmsNormEpsilon(), settings, learningRate);
        manager = (PtNDManager) model.getNDManager().newSubManager();
        LibtorchWeights weights = new LibtorchWeights(parameters, ops, manager);
        matrices = named("matrices[]", weights.matrices());
        norms = named("norms[]", weights.norms());
        rotary = weights.rotary();
        for (String moment : new String[] {"means[]", "squares[]"}) {
            moments.addAll(named(moment, zerosLike(matrices)));
            moments.addAll(named(moment, zerosLike(norms)));
        }
        Stream.of(matrices, norms)
                .flatMap(NDList::stream)
                .forEach(weight -> weight.setRequiresGradient(true));
    }

    private PtSymbolBlock load(float epsilon, AdamWSettings settings, double learningRate)
            throws IOException {
        TreeMap<String, Double> attributes =
                new TreeMap<>(
                        Map.of(
                                "epsilon", (double) epsilon,
                                "rate", learningRate,
                                "beta1", (double) settings.beta1(),
                                "beta2", (double) settings.beta2(),
                                "adam_epsilon", (double) settings.epsilon(),
                                "decay", (double) settings.weightDecay(),
                                "clip", (double) settings.clipNorm()));
        try (InputStream source = Libtorch.class.getResourceAsStream("llama.py")) {
            if (source == null) {
                throw new IOException("llama.py is not on the class path");
            }
            String text = new String(source.readAllBytes(), StandardCharsets.US_ASCII);
            model.load(new ByteArrayInputStream(TorchScript.archive(NAME, text, attributes)));
        } catch (MalformedModelException refused) {
            throw new IOException("libtorch does not take llama.py", refused);
        }
        return (PtSymbolBlock) model.getBlock();
    }

    @Override
    public Lesson lesson(TrainingBatch batch) {
        return new Padded(batch);
    }

    /** Sequences side by side, each padded to the longest. */
    private final class Padded implements Lesson {
        private final int[] lengths;
        private final int longest;
        private final NDArray tokens; // (B, T)
        private final NDList step;

        Padded(TrainingBatch batch) {
            int[] starts = batch.sequences().starts();
            lengths = new int[starts.length];
            for (int s = 0; s < starts.length; s++) {
                int end = s + 1 < starts.length ? starts[s + 1] : batch.sequences().size();
                lengths[s] = end - starts[s];
            }
            longest = Arrays.stream(lengths).max().orElseThrow();
            long[] ids = new long[lengths.length * longest];
            long[] targets = new long[ids.length];
            Arrays.fill(targets, PADDING_TARGET);
            for (int s = 0; s < lengths.length; s++) {
                for (int i = 0; i < lengths[s]; i++) {
                    int row = starts[s] + i;
                    ids[s * longest + i] = batch.sequences().tokens()[row];
                    if (batch.weights()[row] != 0) {
                        targets[s * longest + i] = batch.targets()[row];
                    }
                }
            }
            Shape shape = new Shape(lengths.length, longest);
            tokens = manager.create(ids, shape).duplicate();
            NDArray method = manager.zeros(new Shape(1));
            method.setName("module_method:train_step");
            step = new NDList(method, tokens, manager.create(targets, shape).duplicate(), rotary);
            step.add(manager.zeros(new Shape())); // the number of updates so far
            step.addAll(matrices);
            step.addAll(norms);
            step.addAll(moments);
        }

        @Override
        public Step train() {
            try (NDList result = IValueUtils.forward(block, step, true)) {
                float[] lossAndNorm = result.head().toFloatArray();
                return new Step(lossAndNorm[0], lossAndNorm[1]);
            }
        }

        @Override
        public float[] logits() {
            float[] padded = floats(call("logits", value(tokens)));
            float[] logits = new float[Arrays.stream(lengths).sum() * vocabulary];
            int at = 0;
            for (int s = 0; s < lengths.length; s++) {
                int from = s * longest * vocabulary;
                System.arraycopy(padded, from, logits, at, lengths[s] * vocabulary);
                at += lengths[s] * vocabulary;
            }
            return logits;
        }
    }

    @Override
    public void sample(int[] prompt, int sequences, int count) {
        IValue[] sampled =
                call(
                                "sample",
                                tokens(prompt),
                                IValue.from((long) sequences),
                                IValue.from((long) count))
                        .toIValueTuple();
        for (IValue part : sampled) {
            part.toTensor(manager).close();
            part.close();
        }
    }

    @Override
    public float[] decode(int[] prompt, int[] forced) {
        return floats(call("decode", tokens(prompt), tokens(forced)));
    }

    @Override
    public void close() {
        manager.close();
        model.close();
    }

    /** Without gradients, in libtorch's inference mode; the weights come after the arguments. */
    private IValue call(String method, IValue... arguments) {
        IValue[] weights = {value(rotary), values(matrices), values(norms)};
        IValue[] all =
                Stream.concat(Arrays.stream(arguments), Arrays.stream(weights))
                        .toArray(IValue[]::new);
        try {
            return IValueUtils.runMethod(block, method, all);
        } finally {
            Arrays.stream(all).forEach(IValue::close);
        }
    }

    private float[] floats(IValue result) {
        try (IValue held = result;
                PtNDArray tensor = held.toTensor(manager)) {
            return tensor.toFloatArray();
        }
    }

    private IValue tokens(int[] ids) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        return value(manager.create(wide, new Shape(1, ids.length)));
    }

    private static IValue value(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private static IValue values(NDList list) {
        return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    private static NDList zerosLike(NDList list) {
        NDList zeros = new NDList();
        list.forEach(array -> zeros.add(array.zerosLike()));
        return zeros;
    }

    /** DJL makes one list argument of the arrays of one name. */
    private static NDList named(String name, NDList list) {
        list.forEach(array -> array.setName(name));
        return list;
    }
}
