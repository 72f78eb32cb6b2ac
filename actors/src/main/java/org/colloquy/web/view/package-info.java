/** What the viewer's pages are told, as JSON; docs/viewer.md describes each answer. */
@NullMarked
package org.colloquy.web.view;

import org.jspecify.annotations.NullMarked;
