/** What training leaves behind: policies that learn, their checkpoints, metrics. */
@NullMarked
package org.colloquy.checkpoint;

import org.jspecify.annotations.NullMarked;
