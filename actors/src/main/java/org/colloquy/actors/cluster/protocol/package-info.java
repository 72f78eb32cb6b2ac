/**
 * What coordinator, cells and weights agree on, as pure state machines: no Pekko, no clock, no
 * thread. A call is an input, what it returns are the outputs; the actors only deliver.
 */
@NullMarked
package org.colloquy.actors.cluster.protocol;

import org.jspecify.annotations.NullMarked;
