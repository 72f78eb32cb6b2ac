package org.colloquy.grpo;

/** Training has left the numbers: a loss, gradient or weight is NaN or infinite. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;
    private final String agent;
    private final String op;

    DivergedException(int step, String agent, String op, String what) {
        super(
                "step %d of agent %s: %s gave %s; lower the learning rate, the updates per batch or"
                                .formatted(step, agent, op, what)
                        + " the gradient clip and go on from the last checkpoint");
        this.step = step;
        this.agent = agent;
        this.op = op;
    }

    public int step() {
        return step;
    }

    public String agent() {
        return agent;
    }

    /** The operation whose result was the first that is not finite. */
    public String op() {
        return op;
    }
}
