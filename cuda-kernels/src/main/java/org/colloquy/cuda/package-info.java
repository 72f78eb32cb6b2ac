/** The CUDA backend of the tensor operations. */
@NullMarked
package org.colloquy.cuda;

import org.jspecify.annotations.NullMarked;
