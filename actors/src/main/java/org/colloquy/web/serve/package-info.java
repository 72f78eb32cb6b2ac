/** Agents behind an endpoint as OpenAI's: chat completions for whatever speaks that protocol. */
@NullMarked
package org.colloquy.web.serve;

import org.jspecify.annotations.NullMarked;
