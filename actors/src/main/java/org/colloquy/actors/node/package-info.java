/** Node wiring: the guardian, its settings and the entry for the command line. */
@NullMarked
package org.colloquy.actors.node;

import org.jspecify.annotations.NullMarked;
