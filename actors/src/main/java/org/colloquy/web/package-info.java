/** The viewer's server. */
@NullMarked
package org.colloquy.web;

import org.jspecify.annotations.NullMarked;
