package org.colloquy.replay;

import java.util.Optional;
import org.colloquy.log.Recorded;

/** Recomputes the events of one kind of section from what was recorded before them. */
interface Audit {

    /** The first difference between the record and what must stand there; takes it in. */
    Optional<Difference> check(Recorded record);
}
