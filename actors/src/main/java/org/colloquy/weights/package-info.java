/** Open weights: tokenizers, chat templates and formats of other tools' models. */
@NullMarked
package org.colloquy.weights;

import org.jspecify.annotations.NullMarked;
