package org.colloquy.weights.template;

import java.util.Map;

/** What loops may change and others see. */
record Namespace(Map<String, Object> attributes) {}
