/** Tensor operations: the interface of a backend, its plain oracle and its vector form. */
@NullMarked
package org.colloquy.tensor;

import org.jspecify.annotations.NullMarked;
