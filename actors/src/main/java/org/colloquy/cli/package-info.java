/** The command line, one small class per command. */
@NullMarked
package org.colloquy.cli;

import org.jspecify.annotations.NullMarked;
