/** Where in a log each question and dialogue stands, kept beside the viewer's cache. */
@NullMarked
package org.colloquy.web.index;

import org.jspecify.annotations.NullMarked;
