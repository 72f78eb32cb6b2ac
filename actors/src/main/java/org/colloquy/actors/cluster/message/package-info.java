/** All that goes from node to node. What is sent within one JVM is nested in its actor. */
@NullMarked
package org.colloquy.actors.cluster.message;

import org.jspecify.annotations.NullMarked;
