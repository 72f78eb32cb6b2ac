/** The interaction log: its events, formats, running hash and digest. */
@NullMarked
package org.colloquy.log;

import org.jspecify.annotations.NullMarked;
