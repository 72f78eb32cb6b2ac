package org.colloquy.log;

import java.util.OptionalLong;

/** What is wrong with a log; each says in a sentence what was found and hints what to do. */
public sealed interface LogProblem {

    /** The record it was found at, if at one. */
    OptionalLong seq();

    String sentence();

    String hint();

    /** There is no log, or nothing in it, or not its end. */
    record Missing(String sentence, String hint) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.empty();
        }
    }

    /** The file is not a log of this format and version. */
    record WrongFormat(String sentence) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.empty();
        }

        @Override
        public String hint() {
            return "name the log that this version of colloquy wrote, interactions.jsonl or .klog";
        }
    }

    /** The file ends within a record, as after a kill or a full disk. */
    record Torn(long at, long offset, long bytes) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "the file ends within record %d: %d bytes of it from offset %d"
                    .formatted(at, bytes, offset);
        }

        @Override
        public String hint() {
            return "colloquy resume RUN_DIR cuts the torn record off and goes on";
        }
    }

    /** A record is not what its running hash says. */
    record Altered(long at, long offset, String detail) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "record %d at offset %d was altered: %s".formatted(at, offset, detail);
        }

        @Override
        public String hint() {
            return "restore the log from a copy, or run the scenario again";
        }
    }

    /** A record stands where another must: one was dropped, added or moved. */
    record OutOfOrder(long at, long found) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "record %d stands where record %d must".formatted(found, at);
        }

        @Override
        public String hint() {
            return "a record was dropped, added or moved; restore the log from a copy";
        }
    }

    /** A record of a type that this version does not know. */
    record UnknownType(long at, String type) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "record %d is of the unknown type '%s'".formatted(at, type);
        }

        @Override
        public String hint() {
            return "read the log with the version of colloquy that wrote it (see run.json)";
        }
    }

    /** A record's hash is right but its fields are not those of its type. */
    record Malformed(long at, String detail) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "record %d cannot be read: %s".formatted(at, detail);
        }

        @Override
        public String hint() {
            return "read the log with the version of colloquy that wrote it (see run.json)";
        }
    }

    /** A record is longer than any that is written. */
    record TooLong(long at, long offset, long bytes) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "record %d at offset %d has %d bytes or more; the longest allowed is %d"
                    .formatted(at, offset, bytes, LogLimits.MAX_RECORD_BYTES);
        }

        @Override
        public String hint() {
            return "this is no log, or its line ends or lengths are damaged";
        }
    }

    /** A record, sound in itself, may not stand where it does. */
    record Misplaced(long at, String detail) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.of(at);
        }

        @Override
        public String sentence() {
            return "record %d is out of place: %s".formatted(at, detail);
        }

        @Override
        public String hint() {
            return "the log was not written by one undisturbed run; run the scenario again";
        }
    }

    /** Another process has the run. */
    record Locked(String run, String owner) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.empty();
        }

        @Override
        public String sentence() {
            return "the run %s is being written by process %s".formatted(run, owner);
        }

        @Override
        public String hint() {
            return "wait for it, or stop it, then resume";
        }
    }

    /** The run directory is not one, or its run.json cannot be read. */
    record BadRun(String sentence, String hint) implements LogProblem {
        @Override
        public OptionalLong seq() {
            return OptionalLong.empty();
        }
    }
}
