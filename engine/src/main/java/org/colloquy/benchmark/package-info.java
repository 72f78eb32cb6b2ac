/** The files of published benchmarks: how their lines are written, and how answers are graded. */
@NullMarked
package org.colloquy.benchmark;

import org.jspecify.annotations.NullMarked;
