/**
 * A run on many nodes: a coordinator gives out jobs, workers do them in cells, and whoever dies
 * only costs time.
 */
@NullMarked
package org.colloquy.actors.cluster;

import org.jspecify.annotations.NullMarked;
