package org.colloquy.web.view;

import java.nio.file.Path;
import org.colloquy.web.index.Rows;
import org.colloquy.web.index.RunIndex.Snapshot;
import org.colloquy.web.library.FoundRun;

/** A run with what its index says at the moment of a request. */
record OpenedRun(FoundRun found, Path log, Snapshot snapshot, Rows rows) {}
