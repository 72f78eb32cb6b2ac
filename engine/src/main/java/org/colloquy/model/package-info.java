/** The language-model interface and its providers. */
@NullMarked
package org.colloquy.model;

import org.jspecify.annotations.NullMarked;
