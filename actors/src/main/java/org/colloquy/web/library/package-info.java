/** The run directories that a viewer shows, found and opened without writing into any. */
@NullMarked
package org.colloquy.web.library;

import org.jspecify.annotations.NullMarked;
