package org.colloquy.weights.template;

/**
 * The value of a name or an attribute that is not there: false, empty, and nothing to look into.
 */
record Undefined(String name) {
    @Override
    public String toString() {
        return "";
    }
}
