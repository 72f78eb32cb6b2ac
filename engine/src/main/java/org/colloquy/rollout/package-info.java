/** What an iteration's dialogues are worth: rewards, advantages, trajectories. */
@NullMarked
package org.colloquy.rollout;

import org.jspecify.annotations.NullMarked;
