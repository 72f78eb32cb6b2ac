package org.colloquy.model;

/** How a request ended. */
public sealed interface Outcome permits Completion, Refusal {}
