package org.colloquy.evaluation;

/** How likely at least one of k answers is right. */
public final class PassAtK {

    private PassAtK() {}

    /**
     * The unbiased estimate from n answers of which c are right (Chen et al. 2021, <i>Evaluating
     * large language models trained on code</i>): {@code 1 - C(n - c, k) / C(n, k)}, computed as
     * {@code 1 - product over i from n - c + 1 to n of (1 - k / i)}, which does not overflow.
     *
     * @param n answers, at least {@code k}
     * @param c right ones among them
     * @param k from 1
     */
    public static double estimate(int n, int c, int k) {
        if (k < 1 || n < k || c < 0 || c > n) {
            throw new IllegalArgumentException(
                    "pass@%d of %d answers, %d of them right".formatted(k, n, c));
        }
        if (n - c < k) {
            return 1;
        }
        double allWrong = 1;
        for (int i = n - c + 1; i <= n; i++) {
            allWrong *= 1 - (double) k / i;
        }
        return 1 - allWrong;
    }
}
