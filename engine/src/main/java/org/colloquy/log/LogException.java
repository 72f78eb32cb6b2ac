package org.colloquy.log;

import java.io.IOException;

/** A log is not what it must be; carries the {@link LogProblem}. */
public final class LogException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient LogProblem problem;

    public LogException(LogProblem problem) {
        super(problem.sentence() + "; " + problem.hint());
        this.problem = problem;
    }

    public LogException(LogProblem problem, Throwable cause) {
        super(problem.sentence() + "; " + problem.hint(), cause);
        this.problem = problem;
    }

    public LogProblem problem() {
        return problem;
    }
}
