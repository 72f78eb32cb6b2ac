package org.colloquy.wire;

import java.util.List;

/**
 * Names the messages of one part of the house. Found through {@link java.util.ServiceLoader}: each
 * part has one of these, and a line for it in {@code META-INF/services}.
 */
public interface WireMessages {

    /**
     * Records, and sealed interfaces for all records below them. The types of their components are
     * found from them.
     */
    List<Class<? extends WireMessage>> roots();
}
