package org.colloquy.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Num;
import org.colloquy.grading.Term.Words;
import org.colloquy.grading.Token.Kind;

/** Reads sums, products and powers; prose behind a value is its unit, which is left out. */
final class LatexSums {

    private static final Set<String> DEGREES = Set.of("degree", "degrees", "deg", "degs");
    private static final Set<String> PERCENT = Set.of("percent", "pct", "per cent", "percentage");

    /** Most divisions, powers or signs in a row: each nests the term one deeper. */
    private static final int MAX_CHAIN = 40;

    private final TokenCursor cursor;
    private final LatexAtoms atoms;

    LatexSums(TokenCursor cursor, LatexParser parser) {
        this.cursor = cursor;
        this.atoms = new LatexAtoms(cursor, parser, this);
    }

    Term sum() throws Unreadable {
        cursor.enter();
        List<Term> terms = new ArrayList<>();
        terms.add(product());
        for (int choices = 0; choices < MAX_CHAIN; ) {
            if (cursor.took("+")) {
                terms.add(product());
            } else if (cursor.took("-")) {
                terms.add(Term.apply("neg", product()));
            } else if (cursor.sees("+-") || cursor.sees("-+")) {
                String sign = cursor.next().text();
                Term sofar = summed(terms);
                terms.clear();
                terms.add(Term.apply(sign, sofar, product()));
                choices++;
            } else {
                cursor.leave();
                return summed(terms);
            }
        }
        throw new Unreadable("too many signs");
    }

    private static Term summed(List<Term> terms) {
        return terms.size() == 1 ? terms.getFirst() : new Apply("+", terms);
    }

    private static Term times(Term left, Term right) {
        List<Term> factors = new ArrayList<>();
        if (left instanceof Apply call && call.function().equals("*")) {
            factors.addAll(call.arguments());
        } else {
            factors.add(left);
        }
        factors.add(right);
        return new Apply("*", factors);
    }

    private Term product() throws Unreadable {
        cursor.enter();
        Term product = signed();
        for (int divisions = 0; divisions < MAX_CHAIN; ) {
            if (cursor.took("*")) {
                product = times(product, signed());
            } else if (cursor.sees("/")) {
                cursor.next();
                product = over(product);
                divisions++;
            } else if (cursor.seesKind(Kind.TEXT)) {
                product = withProse(product, cursor.next().text());
            } else if (atoms.startsHere()) {
                product = beside(product, power());
            } else {
                cursor.leave();
                return product;
            }
        }
        throw new Unreadable("too many divisions");
    }

    private Term over(Term product) throws Unreadable {
        if (cursor.seesKind(Kind.TEXT)) {
            cursor.next();
            skipUnitPower();
            return product;
        }
        Term divisor = signed();
        boolean mixed =
                product instanceof Apply call
                        && call.function().equals("mixed")
                        && divisor instanceof Num;
        if (!mixed) {
            return Term.apply("/", product, divisor);
        }
        List<Term> parts = ((Apply) product).arguments();
        return Term.apply("+", parts.get(0), Term.apply("/", parts.get(1), divisor));
    }

    /** A product without a sign, or a mixed number. */
    private Term beside(Term left, Term right) throws Unreadable {
        if (left instanceof Words || right instanceof Words) {
            throw new Unreadable("prose within mathematics");
        }
        if (left instanceof Num whole && whole.places() == 0 && whole.value().whole()) {
            if (right instanceof Num && cursor.sees("/")) {
                return Term.apply("mixed", left, right);
            }
            if (right instanceof Num) {
                throw new Unreadable("two numbers side by side");
            }
            if (right instanceof Apply call
                    && call.function().equals("/")
                    && call.arguments().stream().allMatch(Num.class::isInstance)) {
                return Term.apply("+", left, right);
            }
        }
        return times(left, right);
    }

    private Term withProse(Term value, String prose) throws Unreadable {
        if (value instanceof Words words) {
            return new Words(words.text() + " " + prose);
        }
        skipUnitPower();
        long magnitude = NumberWords.magnitude(prose.strip());
        if (magnitude > 1) {
            return times(value, new Num(Rational.of(magnitude), 0));
        }
        String word = prose.strip();
        return DEGREES.contains(word)
                ? Term.apply("deg", value)
                : PERCENT.contains(word) ? Term.apply("percent", value) : value;
    }

    private void skipUnitPower() throws Unreadable {
        while (cursor.took("^")) {
            atoms.argument();
        }
    }

    private Term signed() throws Unreadable {
        cursor.enter();
        Term term;
        if (cursor.took("-")) {
            term = Term.apply("neg", signed());
        } else if (cursor.took("+")) {
            term = signed();
        } else if (cursor.took("+-")) {
            term = Term.apply("+-", new Num(Rational.ZERO, 0), signed());
        } else if (cursor.took("-+")) {
            term = Term.apply("-+", new Num(Rational.ZERO, 0), signed());
        } else {
            term = power();
        }
        cursor.leave();
        return term;
    }

    /** A primary with what is written behind it: powers, factorials, degrees, per cent. */
    Term power() throws Unreadable {
        cursor.enter();
        Term base = atoms.primary();
        int marks = 0;
        for (Optional<Term> next = behind(base); next.isPresent(); next = behind(base)) {
            base = next.get();
            if (++marks > MAX_CHAIN) {
                throw new Unreadable("too many powers");
            }
        }
        cursor.leave();
        return base;
    }

    private Optional<Term> behind(Term base) throws Unreadable {
        if (cursor.took("!")) {
            return Optional.of(Term.apply("fact", base));
        }
        if (cursor.took("%")) {
            return Optional.of(Term.apply("percent", base));
        }
        if (cursor.took("deg")) {
            return Optional.of(Term.apply("deg", base));
        }
        if (!cursor.took("^")) {
            return Optional.empty();
        }
        boolean braced = cursor.sees("{") && cursor.sees(1, "deg") && cursor.sees(2, "}");
        if (braced || cursor.sees("deg")) {
            for (int tokens = braced ? 3 : 1; tokens > 0; tokens--) {
                cursor.next();
            }
            return Optional.of(Term.apply("deg", base));
        }
        if (base instanceof Term.Sym symbol && (cursor.sees("'") || primeInBraces())) {
            return Optional.of(new Term.Sym(symbol.name() + atoms.primes()));
        }
        Term exponent = exponent();
        boolean indexed = base instanceof Term.Sym && cursor.took("_");
        Term of = indexed ? new Term.Sym(((Term.Sym) base).name() + "_" + atoms.flat()) : base;
        return Optional.of(Term.apply("^", of, exponent));
    }

    private boolean primeInBraces() {
        return cursor.sees("{") && cursor.sees(1, "'");
    }

    private Term exponent() throws Unreadable {
        if (cursor.took("-")) {
            return Term.apply("neg", exponent());
        }
        Term exponent = atoms.argument();
        return cursor.took("^") ? Term.apply("^", exponent, exponent()) : exponent;
    }

    /** What a function without brackets is of: factors side by side, as in {@code sin 2x}. */
    Term implicitArgument() throws Unreadable {
        cursor.enter();
        List<Term> factors = new ArrayList<>();
        if (cursor.took("-")) {
            factors.add(new Num(Rational.of(-1), 0));
        }
        factors.add(power());
        while (atoms.startsHere() && !cursor.seesKind(Kind.COMMAND)
                || cursor.peek().map(token -> token.is(Kind.COMMAND, "frac")).orElse(false)) {
            factors.add(power());
        }
        while (cursor.sees("/") && factors.size() >= 1) {
            cursor.next();
            factors.add(Term.apply("^", power(), new Num(Rational.of(-1), 0)));
        }
        cursor.leave();
        return factors.size() == 1 ? factors.getFirst() : new Apply("*", factors);
    }
}
