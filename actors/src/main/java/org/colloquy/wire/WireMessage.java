package org.colloquy.wire;

/**
 * Marks what may go from node to node. Each such record, and each type within it, is registered
 * with the serializer; what is not cannot be sent.
 */
public interface WireMessage {}
