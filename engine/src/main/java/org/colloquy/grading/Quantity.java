package org.colloquy.grading;

/**
 * A number as somebody wrote it.
 *
 * @param places digits after the decimal point; 0 where there is none
 * @param percent whether it is written as so many per cent; the value is then the number before it
 */
record Quantity(Rational value, int places, boolean percent) {

    private static final Rational HUNDRED = Rational.of(100);

    /**
     * Whether it is the wanted number: exactly; or as a share where one of both is in per cent; or
     * as a decimal that agrees with the other to all its places, two at least, and to a thousandth.
     */
    boolean matches(Quantity wanted) {
        return agrees(value, wanted.value, wanted)
                || percent != wanted.percent
                        && (percent
                                ? agrees(share(value), wanted.value, wanted)
                                : agrees(value, share(wanted.value), wanted));
    }

    private static Rational share(Rational value) {
        return value.dividedBy(HUNDRED).orElse(value);
    }

    private boolean agrees(Rational given, Rational right, Quantity wanted) {
        int coarser = sharedPlaces(wanted);
        return given.equals(right) || coarser >= 2 && Rounding.agree(given, right, coarser, 1000);
    }

    /** The places that both can be trusted in; 0 where neither is rounded. */
    private int sharedPlaces(Quantity wanted) {
        if (places > 0 && wanted.places > 0) {
            return Math.min(places, wanted.places);
        }
        boolean oneIsWhole = places > 0 ? wanted.value.whole() : value.whole();
        return oneIsWhole ? 0 : Math.max(places, wanted.places);
    }

    @Override
    public String toString() {
        return value + (percent ? "%" : "");
    }
}
