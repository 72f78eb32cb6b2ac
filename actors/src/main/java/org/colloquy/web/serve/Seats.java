package org.colloquy.web.serve;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the requests that are under way, in all and by the key of their random numbers. */
final class Seats {

    private final int bound;
    private final Map<Long, Integer> byKey = new HashMap<>();
    private int taken;

    Seats(int bound) {
        this.bound = bound;
    }

    /** A request's place. */
    final class Seat {
        private final long key;
        private boolean left;

        private Seat(long key) {
            this.key = key;
        }

        /**
         * Gives the place back; again does nothing.
         *
         * @return whether no other request has the same key, so that it may be cancelled
         */
        boolean leave() {
            synchronized (Seats.this) {
                if (left) {
                    return false;
                }
                left = true;
                taken--;
                int others = byKey.getOrDefault(key, 1) - 1;
                if (others == 0) {
                    byKey.remove(key);
                } else {
                    byKey.put(key, others);
                }
                return others == 0;
            }
        }
    }

    /** A place; none where all are taken. */
    synchronized Optional<Seat> take(long key) {
        if (taken == bound) {
            return Optional.empty();
        }
        taken++;
        byKey.merge(key, 1, Integer::sum);
        return Optional.of(new Seat(key));
    }
}
