/** Node wiring: the guardian, its settings and what it spawns by role. */
@NullMarked
package org.colloquy.node;

import org.jspecify.annotations.NullMarked;
