package org.colloquy.actors.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Reads the header by which servers say when to come again: seconds, or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /** How long to wait; empty where the header is missing or says nothing. */
    static Optional<Duration> in(List<String> headers) {
        return headers.stream().findFirst().map(String::strip).flatMap(RetryAfter::read);
    }

    private static Optional<Duration> read(String header) {
        if (header.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Optional.of(Duration.ofMillis(Math.round(1000 * Double.parseDouble(header))));
        }
        try {
            Instant when =
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(Instant.now(), when);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException unknown) {
            return Optional.empty();
        }
    }
}
