/** The part of Jinja that chat templates of model folders are written in. */
@NullMarked
package org.colloquy.weights.template;

import org.jspecify.annotations.NullMarked;
