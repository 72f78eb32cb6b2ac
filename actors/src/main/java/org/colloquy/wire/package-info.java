/** Serialization of messages between nodes. */
@NullMarked
package org.colloquy.wire;

import org.jspecify.annotations.NullMarked;
