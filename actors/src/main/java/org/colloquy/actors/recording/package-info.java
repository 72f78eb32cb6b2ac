/** The recorder: the only writer of the log, in canonical order. */
@NullMarked
package org.colloquy.actors.recording;

import org.jspecify.annotations.NullMarked;
