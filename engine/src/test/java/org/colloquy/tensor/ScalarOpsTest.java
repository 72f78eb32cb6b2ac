package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.colloquy.tensor.TensorOps.AdamWStep;
import org.colloquy.tensor.TensorOps.AttentionShape;
import org.junit.jupiter.api.Test;

/** The oracle against plain double-precision formulas. */
class ScalarOpsTest {

    private final TensorOps ops = new ScalarOps();
    private final Random random = new Random(7);

    @Test
    void productsSumOverK() {
        int m = 5;
        int k = 19;
        int n = 7;
        float[] a = values(m * k);
        float[] b = values(k * n);
        float[] old = values(m * n);
        float[] set = old.clone();
        ops.matmul(over(set), over(a), over(b), m, k, n, false);
        float[] added = old.clone();
        ops.matmul(over(added), over(a), over(b), m, k, n, true);
        float[] transposedB = old.clone();
        ops.matmulTransposedB(over(transposedB), over(a), over(transpose(b, k, n)), m, k, n, true);
        float[] transposedA = old.clone();
        ops.matmulTransposedA(over(transposedA), over(transpose(a, m, k)), over(b), m, k, n, true);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) a[i * k + p] * b[p * n + j];
                }
                int at = i * n + j;
                assertEquals(sum, set[at], 1e-5);
                assertEquals(sum + old[at], added[at], 1e-5);
                assertEquals(added[at], transposedB[at]);
                assertEquals(added[at], transposedA[at]);
            }
        }
    }

    @Test
    void rowsAreGatheredScatteredAndSummed() {
        float[] table = {1, 2, 3, 4, 5, 6};
        float[] out = new float[4];
        ops.gatherRows(over(out), over(table), new int[] {2, 0}, 2);
        assertEquals("5.0 6.0 1.0 2.0", text(out));
        ops.scatterRows(over(table), over(out), new int[] {1, 2}, 2);
        assertEquals("1.0 2.0 5.0 6.0 1.0 2.0", text(table));
        ops.gatherRowsBackward(over(table), over(out), new int[] {0, 0}, 2);
        assertEquals("7.0 10.0 5.0 6.0 1.0 2.0", text(table));
    }

    @Test
    void rmsNormDividesByTheRootMeanSquare() {
        int c = 37;
        float[] x = values(2 * c);
        float[] weight = values(c);
        float[] out = new float[2 * c];
        ops.rmsNorm(over(out), over(x), over(weight), 2, c, 1e-5f);
        for (int row = 0; row < 2; row++) {
            double sum = 0;
            for (int i = 0; i < c; i++) {
                sum += (double) x[row * c + i] * x[row * c + i];
            }
            for (int i = 0; i < c; i++) {
                double expected = x[row * c + i] / Math.sqrt(sum / c + 1e-5) * weight[i];
                assertEquals(expected, out[row * c + i], 1e-5);
            }
        }
    }

    @Test
    void rotaryTurnsPairsByTheirAngleAndBack() {
        float angle = 0.7f;
        float[] cosSin = {1, 0, (float) Math.cos(angle), (float) Math.sin(angle)};
        float[] x = {3, 4, 3, 4};
        ops.rotary(over(x), over(cosSin), new int[] {0, 1}, 1, 2, false);
        assertEquals(3, x[0]);
        assertEquals(4, x[1]);
        assertEquals(3 * Math.cos(angle) - 4 * Math.sin(angle), x[2], 1e-6);
        assertEquals(3 * Math.sin(angle) + 4 * Math.cos(angle), x[3], 1e-6);
        ops.rotary(over(x), over(cosSin), new int[] {0, 1}, 1, 2, true);
        assertEquals(3, x[2], 1e-6);
        assertEquals(4, x[3], 1e-6);
    }

    @Test
    void swiGluGatesUp() {
        float[] gate = values(50);
        float[] up = values(50);
        float[] out = new float[50];
        ops.swiGlu(over(out), over(gate), over(up));
        for (int i = 0; i < 50; i++) {
            assertEquals(gate[i] / (1 + Math.exp(-gate[i])) * up[i], out[i], 1e-5);
        }
    }

    @Test
    void attentionIsTheSoftmaxMeanOfTheValues() {
        int d = 6;
        AttentionShape shape = new AttentionShape(4, 2, d, 0.4f);
        int[] first = {0, 0, 2};
        int[] last = {0, 3, 4};
        float[] q = values(3 * 4 * d);
        float[] k = values(5 * 2 * d);
        float[] v = values(5 * 2 * d);
        float[] out = new float[3 * 4 * d];
        ops.attention(over(out), over(q), over(k), over(v), first, last, shape);
        for (int t = 0; t < 3; t++) {
            for (int head = 0; head < 4; head++) {
                double[] expected = attention(q, k, v, first[t], last[t], t, head, d);
                for (int i = 0; i < d; i++) {
                    assertEquals(expected[i], out[(t * 4 + head) * d + i], 1e-5);
                }
            }
        }
    }

    private static double[] attention(
            float[] q, float[] k, float[] v, int first, int last, int t, int head, int d) {
        double total = 0;
        double[] mean = new double[d];
        for (int j = first; j <= last; j++) {
            int at = (j * 2 + head / 2) * d;
            double score = 0;
            for (int i = 0; i < d; i++) {
                score += (double) q[(t * 4 + head) * d + i] * k[at + i];
            }
            double term = Math.exp(score * 0.4);
            total += term;
            for (int i = 0; i < d; i++) {
                mean[i] += term * v[at + i];
            }
        }
        for (int i = 0; i < d; i++) {
            mean[i] /= total;
        }
        return mean;
    }

    @Test
    void logProbsNormaliseTheTemperedLogits() {
        int v = 21;
        float[] logits = values(v);
        float[] out = new float[1];
        ops.logProbs(over(out), over(logits), new int[] {4}, v, 1 / 0.7f);
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit / 0.7);
        }
        assertEquals(logits[4] / 0.7 - Math.log(total), out[0], 1e-5);
    }

    @Test
    void aMaskedRowHasNoLossAndNoGradientWhateverItsTarget() {
        float[] logits = {1, 2, Float.NaN, 4};
        float[] losses = {9, 9};
        int[] targets = {0, -1};
        ops.crossEntropy(over(losses), over(logits), targets, new float[] {1, 0}, 2);
        assertEquals(Math.log(1 + Math.E), losses[0], 1e-6);
        assertEquals(0f, losses[1]);
        assertEquals(0f, logits[2]);
        assertEquals(0f, logits[3]);
    }

    @Test
    void adamWMatchesItsPaper() {
        AdamWStep step = new AdamWStep(3, 0.01f, 0.9f, 0.95f, 1e-8f, 0.1f, 0.5f);
        float[] p = {2};
        float[] m = {0.3f};
        float[] v = {0.04f};
        ops.adamW(over(p), over(new float[] {0.8f}), over(m), over(v), step);
        double mean = 0.9 * 0.3 + 0.1 * 0.4;
        double square = 0.95 * 0.04 + 0.05 * 0.4 * 0.4;
        double moved = mean / (1 - Math.pow(0.9, 3));
        double root = Math.sqrt(square / (1 - Math.pow(0.95, 3)));
        assertEquals(2 - 0.01 * 0.1 * 2 - 0.01 * moved / (root + 1e-8), p[0], 1e-6);
        assertEquals(mean, m[0], 1e-6);
        assertEquals(square, v[0], 1e-6);
    }

    @Test
    void refusesShapesThatDoNotFit() {
        Tensor small = ops.allocate(5);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ops.matmul(small, small, small, 2, 2, 3, false))
                        .getMessage();
        assertTrue(message.contains("matmul") && message.contains("2 x 3"), message);
        assertThrows(IllegalArgumentException.class, () -> small.slice(3, 3));
        assertThrows(IllegalArgumentException.class, () -> ops.add(small, small.slice(0, 4)));
        int[] ids = {0, 3};
        assertThrows(IllegalArgumentException.class, () -> ops.gatherRows(small, small, ids, 2));
    }

    private float[] values(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static HeapTensor over(float[] values) {
        return HeapTensor.over(values);
    }

    private static float[] transpose(float[] x, int rows, int columns) {
        float[] y = new float[x.length];
        Transposition.copy(x, 0, columns, rows, columns, y, 0, rows);
        return y;
    }

    private static String text(float[] values) {
        StringBuilder text = new StringBuilder();
        for (float value : values) {
            text.append(text.isEmpty() ? "" : " ").append(value);
        }
        return text.toString();
    }
}
