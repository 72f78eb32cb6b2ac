package org.colloquy.tensor;

import java.util.List;
import java.util.Random;

/** Random calls of the policy loss from hidden rows to their gradients, in chunks of some rows. */
final class HiddenCases {

    private HiddenCases() {}

    static List<Tensor> some(TensorOps ops, Random random) {
        int t = random.nextInt(40);
        int atOnce = 1 + random.nextInt(50);
        return rows(ops, random, t, 1 + random.nextInt(33), 1 + random.nextInt(100), atOnce);
    }

    /**
     * Measures, dHidden and dMatrix of t rows, where scratch memory has room for {@code atOnce}.
     */
    static List<Tensor> rows(TensorOps ops, Random random, int t, int c, int v, int atOnce) {
        PolicyTokens tokens = PolicyCases.tokens(random, t, v);
        PolicyRule rule = PolicyCases.rule(random);
        Tensor hidden = OpCases.random(ops, random, t * c);
        Tensor matrix = OpCases.random(ops, random, c * v);
        Tensor measures = OpCases.random(ops, random, t * PolicyMeasure.COUNT);
        Tensor dHidden = OpCases.random(ops, random, t * c);
        Tensor dMatrix = OpCases.random(ops, random, c * v);
        OutputLayer layer = new OutputLayer(matrix, random.nextBoolean(), c, v);
        Tensor scratch = ops.allocate(atOnce * v);
        ops.policyLossOfHidden(measures, dHidden, dMatrix, hidden, layer, tokens, rule, scratch);
        return List.of(measures, dHidden, dMatrix);
    }
}
