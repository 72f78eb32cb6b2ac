/** Models behind an endpoint as OpenAI's: asked in good order, paid for, and kept on disk. */
@NullMarked
package org.colloquy.actors.remote;

import org.jspecify.annotations.NullMarked;
