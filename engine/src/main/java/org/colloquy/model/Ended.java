package org.colloquy.model;

/** A request that left its batch. */
public record Ended(long ticket, Outcome outcome) {}
