/** Agents whose turns come from what models said earlier. */
@NullMarked
package org.colloquy.actors.recorded;

import org.jspecify.annotations.NullMarked;
