package org.colloquy.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.colloquy.tensor.TensorOps.AdamWStep;
import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Seeded calls of every operation at awkward sizes. A case fills its tensors from the seed, calls
 * the backend and returns everything that the call may write, so two backends can be compared.
 */
public final class OpCases {

    private static final int[] SIZES = {0, 1, 2, 7, 13, 15, 16, 17, 31, 32, 33, 48, 67, 97, 128};

    /** One operation at sizes drawn from the seed. */
    @FunctionalInterface
    interface Call {
        List<Tensor> outputs(TensorOps ops, Random random);
    }

    private record Case(String name, Call call) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("matmul", (ops, random) -> matmul(ops, random, 0)),
                    new Case("matmulTransposedB", (ops, random) -> matmul(ops, random, 1)),
                    new Case("matmulTransposedA", (ops, random) -> matmul(ops, random, 2)),
                    new Case("rows", OpCases::rows),
                    new Case("rmsNorm", OpCases::rmsNorm),
                    new Case("rotary", OpCases::rotary),
                    new Case("swiGlu", OpCases::swiGlu),
                    new Case("attention of sequences", (o, r) -> attention(o, r, 0)),
                    new Case("attention of a step", (o, r) -> attention(o, r, 1)),
                    new Case("attention over shared keys", (o, r) -> attention(o, r, 2)),
                    new Case("loss", OpCases::loss),
                    new Case("draws", DrawCases::some),
                    new Case("advantages", OpCases::advantages),
                    new Case("policy loss", OpCases::policyLoss),
                    new Case("policy loss of hidden rows", HiddenCases::some),
                    new Case("update", OpCases::update));

    private OpCases() {}

    /** Runs every case for every seed on both backends and names those whose bits differ. */
    public static List<String> differences(TensorOps expected, TensorOps actual, int seeds) {
        List<String> differences = new ArrayList<>();
        for (Case one : CASES) {
            for (int seed = 0; seed < seeds; seed++) {
                List<Tensor> left = one.call.outputs(expected, new Random(seed));
                List<Tensor> right = one.call.outputs(actual, new Random(seed));
                for (int i = 0; i < left.size(); i++) {
                    int[] x = bits(expected, left.get(i));
                    int[] y = bits(actual, right.get(i));
                    int at = Arrays.mismatch(x, y);
                    if (at >= 0) {
                        differences.add(
                                "%s, seed %d, output %d of %d, element %d: %x for %x"
                                        .formatted(one.name, seed, i, x.length, at, y[at], x[at]));
                    }
                }
            }
        }
        return differences;
    }

    static int[] bits(TensorOps ops, Tensor tensor) {
        float[] values = new float[tensor.size()];
        ops.download(tensor, values);
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    static Tensor random(TensorOps ops, Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        int margin = random.nextInt(4);
        Tensor tensor = ops.allocate(size + margin).slice(margin, size);
        ops.upload(tensor, values);
        return tensor;
    }

    private static int size(Random random) {
        return SIZES[random.nextInt(SIZES.length)];
    }

    private static List<Tensor> matmul(TensorOps ops, Random random, int kind) {
        boolean deep = random.nextInt(8) == 0;
        int m = random.nextInt(8) == 0 ? 301 : size(random);
        int k = deep ? 1024 + random.nextInt(40) : size(random);
        int n = size(random);
        Tensor a = random(ops, random, m * k);
        Tensor b = random(ops, random, k * n);
        Tensor c = random(ops, random, m * n);
        boolean accumulate = random.nextBoolean();
        switch (kind) {
            case 0 -> ops.matmul(c, a, b, m, k, n, accumulate);
            case 1 -> ops.matmulTransposedB(c, a, b, m, k, n, accumulate);
            default -> ops.matmulTransposedA(c, a, b, m, k, n, accumulate);
        }
        return List.of(c);
    }

    private static List<Tensor> rows(TensorOps ops, Random random) {
        int width = 1 + size(random);
        int[] ids = random.ints(size(random), 0, 40).toArray();
        int[] distinct = random.ints(0, 40).distinct().limit(11).toArray();
        Tensor table = random(ops, random, 40 * width);
        Tensor gathered = random(ops, random, ids.length * width);
        ops.gatherRows(gathered, table, ids, width);
        Tensor scattered = random(ops, random, 40 * width);
        ops.scatterRows(scattered, random(ops, random, 11 * width), distinct, width);
        Tensor dTable = random(ops, random, 40 * width);
        ops.gatherRowsBackward(dTable, random(ops, random, ids.length * width), ids, width);
        return List.of(gathered, scattered, dTable);
    }

    private static List<Tensor> rmsNorm(TensorOps ops, Random random) {
        int t = random.nextInt(10) == 0 ? 700 : size(random);
        int c = 1 + size(random);
        Tensor x = random(ops, random, t * c);
        Tensor weight = random(ops, random, c);
        Tensor out = ops.allocate(t * c);
        ops.rmsNorm(out, x, weight, t, c, 1e-5f);
        Tensor dX = random(ops, random, t * c);
        Tensor dWeight = random(ops, random, c);
        ops.rmsNormBackward(dX, dWeight, random(ops, random, t * c), x, weight, t, c, 1e-5f);
        return List.of(out, dX, dWeight);
    }

    private static List<Tensor> rotary(TensorOps ops, Random random) {
        int d = 2 * (1 + random.nextInt(33));
        int heads = 1 + random.nextInt(5);
        int[] positions = random.ints(size(random) * 5L, 0, 50).toArray();
        Tensor cosSin = random(ops, random, 50 * d);
        Tensor x = random(ops, random, positions.length * heads * d);
        ops.rotary(x, cosSin, positions, heads, d, random.nextBoolean());
        return List.of(x);
    }

    private static List<Tensor> swiGlu(TensorOps ops, Random random) {
        int size = size(random) * (1 + size(random));
        Tensor gate = random(ops, random, size);
        for (int times = random.nextInt(7); times > 0; times--) {
            ops.add(gate, gate);
        }
        Tensor up = random(ops, random, size);
        Tensor out = ops.allocate(size);
        ops.swiGlu(out, gate, up);
        Tensor dGate = ops.allocate(size);
        Tensor dUp = ops.allocate(size);
        ops.swiGluBackward(dGate, dUp, random(ops, random, size), gate, up);
        return List.of(out, dGate, dUp);
    }

    private static List<Tensor> attention(TensorOps ops, Random random, int kind) {
        int[] widths = {2, 6, 8, 16, 24, 32, 32, 32, 48, 64};
        int d = widths[random.nextInt(widths.length)];
        int groups = 1 + random.nextInt(3);
        int heads = groups * (1 + random.nextInt(3));
        AttentionShape shape = new AttentionShape(heads, groups, d, 0.3f);
        List<int[]> ranges = new ArrayList<>();
        int stored = 0;
        for (int sequence = random.nextInt(4); sequence >= 0; sequence--) {
            int length = 1 + random.nextInt(kind == 0 ? 70 : 40);
            int first = kind == 2 ? 0 : stored;
            for (int j = kind == 1 ? length - 1 : 0; j < length; j++) {
                ranges.add(new int[] {first, stored + j});
            }
            stored += length;
        }
        int[] firstKey = ranges.stream().mapToInt(range -> range[0]).toArray();
        int[] lastKey = ranges.stream().mapToInt(range -> range[1]).toArray();
        int queries = firstKey.length * heads * d;
        int keys = stored * groups * d;
        Tensor q = random(ops, random, queries);
        Tensor k = random(ops, random, keys);
        Tensor v = random(ops, random, keys);
        Tensor out = ops.allocate(queries);
        ops.attention(out, q, k, v, firstKey, lastKey, shape);
        Tensor dQ = ops.allocate(queries);
        Tensor dK = random(ops, random, keys);
        Tensor dV = random(ops, random, keys);
        Tensor dOut = random(ops, random, queries);
        ops.attentionBackward(dQ, dK, dV, dOut, q, k, v, firstKey, lastKey, shape);
        return List.of(out, dQ, dK, dV);
    }

    private static List<Tensor> loss(TensorOps ops, Random random) {
        int v = 1 + size(random);
        int t = random.nextInt(10) == 0 ? 900 : size(random);
        int[] targets = random.ints(t, 0, v).toArray();
        float[] weights = new float[t];
        for (int i = 0; i < t; i++) {
            weights[i] = random.nextInt(3) == 0 ? 0f : random.nextFloat();
        }
        Tensor logits = random(ops, random, t * v);
        Tensor logProbs = ops.allocate(t);
        ops.logProbs(logProbs, logits, targets, v, 1.4f);
        Tensor losses = ops.allocate(t);
        ops.crossEntropy(losses, logits, targets, weights, v);
        return List.of(logProbs, losses, logits);
    }

    private static List<Tensor> advantages(TensorOps ops, Random random) {
        int questions = 1 + random.nextInt(5);
        int agents = 1 + random.nextInt(4);
        int width = random.nextInt(5) == 0 ? 2100 : 1 + size(random);
        int[] sampled = random.ints((long) questions * agents, 0, width + 1).toArray();
        int[] members =
                Arrays.stream(sampled).map(n -> n + random.nextInt(width - n + 1)).toArray();
        GroupShape shape = new GroupShape(questions, agents, width, sampled, members);
        AdvantageRule.Divisor[] divisors = AdvantageRule.Divisor.values();
        AdvantageRule rule =
                new AdvantageRule(
                        random.nextBoolean(), divisors[random.nextInt(divisors.length)], 1e-4);
        Tensor rewards = random(ops, random, questions * agents * width);
        Tensor calibrated = random(ops, random, questions * agents * width);
        Tensor advantages = random(ops, random, questions * agents * width);
        ops.groupAdvantages(advantages, calibrated, rewards, shape, rule);
        return List.of(advantages, calibrated);
    }

    private static List<Tensor> policyLoss(TensorOps ops, Random random) {
        int v = 1 + size(random);
        int t = random.nextInt(10) == 0 ? 500 : size(random);
        PolicyTokens tokens = PolicyCases.tokens(random, t, v);
        Tensor logits = random(ops, random, t * v);
        Tensor measures = random(ops, random, t * PolicyMeasure.COUNT);
        ops.policyLoss(measures, logits, tokens, PolicyCases.rule(random), v);
        return List.of(measures, logits);
    }

    private static List<Tensor> update(TensorOps ops, Random random) {
        int size = random.nextInt(4) == 0 ? 40_009 : size(random);
        Tensor parameter = random(ops, random, size);
        Tensor gradient = random(ops, random, size);
        Tensor first = random(ops, random, size);
        Tensor second = random(ops, random, size);
        ops.fill(second, 0.25f);
        AdamWStep step =
                new AdamWStep(1 + random.nextInt(9), 1e-3f, 0.9f, 0.95f, 1e-8f, 0.1f, 0.7f);
        ops.adamW(parameter, gradient, first, second, step);
        Tensor norm = ops.allocate(1);
        ops.upload(norm, new float[] {(float) ops.sumOfSquares(gradient)});
        return List.of(parameter, first, second, norm);
    }
}
