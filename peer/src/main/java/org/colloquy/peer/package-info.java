/**
 * Our transformer beside libtorch on the CPU: the same weights, batch and work in one process.
 * Built only under the Maven profile {@code peer}.
 */
@NullMarked
package org.colloquy.peer;

import org.jspecify.annotations.NullMarked;
