package org.colloquy.model;

/** The model did not answer; the reason says what to change. */
public record Refusal(String reason) implements Outcome {}
