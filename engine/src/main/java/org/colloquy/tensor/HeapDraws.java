package org.colloquy.tensor;

import java.util.List;

/** The definition of {@link TensorOps#sample}, for all CPU backends. */
final class HeapDraws {

    private HeapDraws() {}

    /**
     * Log-probabilities take one call per temperature, over all rows, of which it keeps its own.
     */
    static void sample(
            TensorOps ops,
            int[] tokens,
            float[] logProbs,
            Tensor logits,
            List<TokenDraw> draws,
            int v) {
        Shapes.sample(tokens, logProbs, logits, draws, v);
        HeapTensor rows = HeapTensor.of(logits);
        int n = draws.size();
        int[] targets = new int[n];
        float[] inverses = new float[n];
        for (int t = 0; t < n; t++) {
            tokens[t] = draws.get(t).draw(rows.values, rows.offset + t * v, v);
            targets[t] = Math.max(0, tokens[t]);
            inverses[t] = draws.get(t).inverseTemperature();
        }
        Tensor values = ops.allocate(n);
        float[] some = new float[n];
        for (int t = 0; t < n; t++) {
            if (isFirst(inverses, t)) {
                ops.logProbs(values, logits, targets, v, inverses[t]);
                ops.download(values, some);
                for (int same = t; same < n; same++) {
                    if (inverses[same] == inverses[t]) {
                        logProbs[same] = some[same];
                    }
                }
            }
            if (tokens[t] == TokenDraw.DAMAGED) {
                logProbs[t] = TokenDraw.highest(rows.values, rows.offset + t * v, v);
            }
        }
    }

    private static boolean isFirst(float[] values, int at) {
        for (int before = 0; before < at; before++) {
            if (values[before] == values[at]) {
                return false;
            }
        }
        return true;
    }
}
