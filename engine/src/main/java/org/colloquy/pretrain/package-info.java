/** Supervised pretraining of the builtin agents on generated transcripts. */
@NullMarked
package org.colloquy.pretrain;

import org.jspecify.annotations.NullMarked;
