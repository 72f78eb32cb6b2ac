/** Charts as plain SVG, in the colours of the page that holds them. */
@NullMarked
package org.colloquy.report;

import org.jspecify.annotations.NullMarked;
