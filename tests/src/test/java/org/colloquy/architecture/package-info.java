/** The rules of the house as failing tests: who may know whom, and how the sources are written. */
@NullMarked
package org.colloquy.architecture;

import org.jspecify.annotations.NullMarked;
