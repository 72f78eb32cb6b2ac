package org.colloquy.web.view;

/** A request that cannot be answered as asked, with its HTTP status and a sentence for people. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    private RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    static RefusedException badRequest(String message) {
        return new RefusedException(400, message);
    }

    /** There is no such thing, or no longer. */
    public static RefusedException missing(String message) {
        return new RefusedException(404, message);
    }

    public int status() {
        return status;
    }
}
