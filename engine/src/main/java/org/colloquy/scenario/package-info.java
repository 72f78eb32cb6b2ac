/** Scenarios: reading and checking them, and the records they become. */
@NullMarked
package org.colloquy.scenario;

import org.jspecify.annotations.NullMarked;
