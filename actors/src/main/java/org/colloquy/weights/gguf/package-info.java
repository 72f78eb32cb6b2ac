/** GGUF, the file format of llama.cpp: models written for it, and run by it. */
@NullMarked
package org.colloquy.weights.gguf;

import org.jspecify.annotations.NullMarked;
