/** Questions with a verifiable answer, where they come from, and their grading. */
@NullMarked
package org.colloquy.question;

import org.jspecify.annotations.NullMarked;
