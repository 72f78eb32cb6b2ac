/**
 * Graders for answers in free text: numbers, mathematics in LaTeX, multiple choice.
 *
 * <p>All are total and bounded by counts of their own (characters, tokens, depth, bits), never by
 * time: a grade is a function of the texts alone, on any machine.
 */
@NullMarked
package org.colloquy.grading;

import org.jspecify.annotations.NullMarked;
