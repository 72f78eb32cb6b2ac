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
import java.util.List;
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

    private final Model model;
    private final PtSymbolBlock block;
    private final PtNDManager manager;
    private final NDList matrices;
    private final NDList norms;
    private final NDArray rotary;
    private final NDList moments = new NDList();
    private final NDArray updates;
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
        updates = manager.zeros(new Shape());
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

    /** Sequences of like length side by side, padded to the longest of them. */
    private final class Padded implements Lesson {
        private final List<LibtorchPart> parts;
        private final NDList step = new NDList();

        Padded(TrainingBatch batch) {
            parts = LibtorchPart.of(batch, manager);
            NDArray method = manager.zeros(new Shape(1));
            method.setName("module_method:train_step");
            step.addAll(new NDList(method, rotary, updates));
            step.add(manager.create((float) parts.stream().mapToInt(LibtorchPart::count).sum()));
            NDList tokens = new NDList();
            NDList targets = new NDList();
            for (LibtorchPart part : parts) {
                tokens.add(part.tokens());
                targets.add(part.targets());
            }
            step.addAll(named("tokens[]", tokens));
            step.addAll(named("targets[]", targets));
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
            int rows = parts.stream().mapToInt(LibtorchPart::rows).sum();
            float[] logits = new float[rows * vocabulary];
            for (LibtorchPart part : parts) {
                part.unpad(floats(call("logits", value(part.tokens()))), logits, vocabulary);
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

    /** Adds to one element so many times, each a call of its own from Java. */
    void addFromJava(int count) {
        NDArray x = manager.zeros(new Shape());
        for (int i = 0; i < count; i++) {
            NDArray next = x.add(1);
            x.close();
            x = next;
        }
        x.close();
    }

    /** The same as one call. */
    void addInside(int count) {
        try (NDArray zero = manager.zeros(new Shape());
                IValue start = value(zero);
                IValue times = IValue.from((long) count);
                IValue sum = IValueUtils.runMethod(block, "additions", start, times)) {
            sum.toTensor(manager).close();
        }
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
