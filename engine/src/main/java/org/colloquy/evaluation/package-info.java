/** What answers are worth and how sure that is: accuracies, intervals, paired comparisons. */
@NullMarked
package org.colloquy.evaluation;

import org.jspecify.annotations.NullMarked;
