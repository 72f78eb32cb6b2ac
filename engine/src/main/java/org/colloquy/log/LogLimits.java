package org.colloquy.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** The bounds within which every log is written and beyond which none is read. */
final class LogLimits {

    /** Longest record in either format, line end not counted. */
    static final int MAX_RECORD_BYTES = 16 << 20;

    /** Deepest nesting of one record's JSON. */
    static final int MAX_DEPTH = 64;

    private LogLimits() {}

    static JsonFactory jsonFactory() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxStringLength(MAX_RECORD_BYTES)
                                .maxNumberLength(64)
                                .maxNameLength(1024)
                                .build())
                .build();
    }
}
