/** Group-relative policy optimization with perception calibration. */
@NullMarked
package org.colloquy.grpo;

import org.jspecify.annotations.NullMarked;
