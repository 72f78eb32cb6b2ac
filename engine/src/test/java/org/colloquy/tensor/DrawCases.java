package org.colloquy.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random draws: every way to leave tokens out, ties, greedy ones and damaged rows. */
final class DrawCases {

    private static final double[] TEMPERATURES = {0, 0.3, 1, 1.7};

    private DrawCases() {}

    static List<Tensor> some(TensorOps ops, Random random) {
        return rows(ops, random, random.nextInt(9), 1 + random.nextInt(600));
    }

    /** Tokens and log-probabilities of {@code t} rows. */
    static List<Tensor> rows(TensorOps ops, Random random, int t, int v) {
        float[] values = new float[t * v];
        for (int row = 0; row < t; row++) {
            boolean coarse = random.nextInt(3) == 0;
            float spread = 1 + 4 * random.nextFloat();
            for (int i = row * v; i < row * v + v; i++) {
                float value = spread * (float) random.nextGaussian();
                values[i] = coarse ? Math.round(value) : value;
                if (random.nextInt(50) == 0) {
                    values[i] = Float.NEGATIVE_INFINITY;
                }
            }
            damage(random, values, row * v + random.nextInt(v));
        }
        Tensor logits = ops.allocate(t * v + 3).slice(3, t * v);
        ops.upload(logits, values);
        List<TokenDraw> draws = new ArrayList<>();
        for (int row = 0; row < t; row++) {
            draws.add(draw(random, v));
        }
        int[] tokens = new int[t];
        float[] logProbs = new float[t];
        ops.sample(tokens, logProbs, logits, draws, v);
        float[] all = new float[2 * t];
        for (int row = 0; row < t; row++) {
            all[row] = tokens[row];
            all[t + row] = logProbs[row];
        }
        Tensor results = ops.allocate(2 * t);
        ops.upload(results, all);
        return List.of(results);
    }

    private static void damage(Random random, float[] values, int at) {
        switch (random.nextInt(20)) {
            case 0 -> values[at] = Float.NaN;
            case 1 -> values[at] = Float.POSITIVE_INFINITY;
            default -> {}
        }
    }

    private static TokenDraw draw(Random random, int v) {
        return TokenDraw.of(
                TEMPERATURES[random.nextInt(TEMPERATURES.length)],
                random.nextBoolean() ? 0 : 1 + random.nextInt(v + 2),
                random.nextBoolean() ? 1 : random.nextDouble(),
                random.nextInt(3) == 0 ? random.nextDouble() : 0,
                random.nextLong(),
                random.nextInt(100));
    }
}
