package org.colloquy.grading;

import java.util.Optional;
import java.util.Set;
import org.colloquy.grading.Term.Apply;
import org.colloquy.grading.Term.Num;
import org.colloquy.grading.Term.Sym;
import org.colloquy.grading.Term.Words;
import org.colloquy.grading.Token.Kind;

/** Reads what sums are made of: numbers, symbols, functions, roots, fractions, brackets, bars. */
final class LatexAtoms {

    /** Commands with arguments, beside the functions. */
    static final Set<String> COMMANDS =
            Set.of("frac", "sqrt", "binom", "lfloor", "lceil", "bar", "emptyset");

    private static final Set<String> OPENING = Set.of("(", "[", "{", "\\{");
    private static final Set<String> MATRICES =
            Set.of(
                    "pmatrix",
                    "bmatrix",
                    "matrix",
                    "smallmatrix",
                    "vmatrix",
                    "Bmatrix",
                    "array",
                    "aligned",
                    "align",
                    "align*",
                    "gathered");

    private final TokenCursor cursor;
    private final LatexParser parser;
    private final LatexSums sums;

    LatexAtoms(TokenCursor cursor, LatexParser parser, LatexSums sums) {
        this.cursor = cursor;
        this.parser = parser;
        this.sums = sums;
    }

    /** Whether a factor can begin here that no sign of multiplication stands before. */
    boolean startsHere() {
        Optional<Token> token = cursor.peek();
        if (token.isEmpty()) {
            return false;
        }
        return switch (token.get().kind()) {
            case NUMBER, SYMBOL, BEGIN -> true;
            case COMMAND -> !token.get().text().startsWith("r");
            case TEXT, END -> false;
            case SIGN ->
                    OPENING.contains(token.get().text())
                            || token.get().text().equals("|") && !cursor.insideBars();
        };
    }

    Term primary() throws Unreadable {
        Token token = cursor.peek().orElseThrow(() -> new Unreadable("it ends too soon"));
        return switch (token.kind()) {
            case NUMBER -> number(cursor.next().text());
            case SYMBOL -> symbol(cursor.next().text());
            case COMMAND -> command(cursor.next().text());
            case TEXT -> new Words(cursor.next().text());
            case BEGIN -> environment(cursor.next().text());
            case END -> throw new Unreadable("an end without its beginning");
            case SIGN -> bracketed(token.text());
        };
    }

    private Term bracketed(String sign) throws Unreadable {
        if (OPENING.contains(sign)) {
            return parser.brackets();
        }
        if (!cursor.took("|")) {
            throw new Unreadable("no value here");
        }
        boolean twice = cursor.took("|");
        int outside = cursor.bars(1);
        Term inside = sums.sum();
        cursor.bars(outside);
        cursor.need("|");
        if (twice) {
            cursor.need("|");
        }
        return Term.apply("abs", inside);
    }

    private Term number(String digits) throws Unreadable {
        Num number = new Num(value(digits), places(digits));
        if (cursor.took("_")) {
            return new Apply("base", java.util.List.of(number, argument()));
        }
        return number;
    }

    private static int places(String digits) {
        int point = digits.indexOf('.');
        return point < 0 || digits.indexOf('(') >= 0 ? 0 : digits.length() - point - 1;
    }

    private static Rational value(String digits) throws Unreadable {
        if (digits.length() > 1000) {
            throw new Unreadable("a number too long");
        }
        int open = digits.indexOf('(');
        if (open < 0) {
            return Rational.ofDecimal(digits.startsWith(".") ? "0" + digits : digits);
        }
        String cycle = digits.substring(open + 1, digits.length() - 1);
        String fixed = digits.substring(0, open);
        int places = fixed.length() - fixed.indexOf('.') - 1;
        Rational nines = Rational.ofDecimal("9".repeat(cycle.length()) + "0".repeat(places));
        String whole = fixed.endsWith(".") ? fixed.substring(0, fixed.length() - 1) : fixed;
        return Rational.ofDecimal(cycle)
                .dividedBy(nines)
                .flatMap(Rational.ofDecimal(whole)::plus)
                .orElseThrow(() -> new Unreadable("a number too long"));
    }

    private Term symbol(String name) throws Unreadable {
        StringBuilder full = new StringBuilder(name);
        while (cursor.took("'")) {
            full.append('\'');
        }
        if (cursor.took("_")) {
            full.append('_').append(flat());
        }
        while (cursor.took("'")) {
            full.append('\'');
        }
        return full.toString().equals("mathbbR")
                ? new Term.Row(
                        '(',
                        ')',
                        java.util.List.of(Term.apply("neg", new Sym("infty")), new Sym("infty")))
                : new Sym(full.toString());
    }

    /** Primes that are written as a power. */
    String primes() throws Unreadable {
        boolean braced = cursor.took("{");
        StringBuilder primes = new StringBuilder();
        while (cursor.took("'")) {
            primes.append('\'');
        }
        if (braced) {
            cursor.need("}");
        }
        return primes.toString();
    }

    /** The text of an index. */
    String flat() throws Unreadable {
        if (!cursor.took("{")) {
            return cursor.next().text();
        }
        StringBuilder text = new StringBuilder();
        while (!cursor.took("}")) {
            if (cursor.sees("{") || text.length() > 100) {
                throw new Unreadable("an index too long");
            }
            text.append(cursor.next().text());
        }
        return text.toString();
    }

    private Term command(String name) throws Unreadable {
        return switch (name) {
            case "frac" -> Term.apply("/", fractionPart(), fractionPart());
            case "binom" -> Term.apply("binom", fractionPart(), fractionPart());
            case "sqrt" -> root();
            case "lfloor" -> Term.apply("floor", until("rfloor"));
            case "lceil" -> Term.apply("ceil", until("rceil"));
            case "bar" -> new Sym("bar " + flat());
            case "emptyset" -> new Term.Row('{', '}', java.util.List.of());
            default -> function(name);
        };
    }

    private Term until(String close) throws Unreadable {
        Term inside = sums.sum();
        if (!cursor.next().is(Kind.SYMBOL, close)) {
            throw new Unreadable("no " + close);
        }
        return inside;
    }

    private Term root() throws Unreadable {
        if (!cursor.took("[")) {
            return Term.apply("sqrt", argument());
        }
        Term degree = sums.sum();
        cursor.need("]");
        return Term.apply("root", argument(), degree);
    }

    private Term function(String name) throws Unreadable {
        Optional<Term> base = Optional.empty();
        Optional<Term> power = Optional.empty();
        while (cursor.sees("_") || cursor.sees("^")) {
            if (cursor.took("_")) {
                base = Optional.of(argument());
            } else {
                cursor.next();
                power = Optional.of(cursor.took("-") ? minusOne() : argument());
            }
        }
        boolean bracketed = cursor.sees("(") || cursor.sees("{") || cursor.sees("[");
        Term of = bracketed ? parser.brackets() : sums.implicitArgument();
        boolean inverse = power.filter(LatexAtoms::isMinusOne).isPresent();
        Term call =
                base.isPresent()
                        ? Term.apply("logbase", of, base.get())
                        : Term.apply(inverse ? "a" + name : name, of);
        return power.isPresent() && !inverse ? Term.apply("^", call, power.get()) : call;
    }

    private Term minusOne() throws Unreadable {
        return Term.apply("neg", argument());
    }

    private static boolean isMinusOne(Term power) {
        return power.equals(Term.apply("neg", new Num(Rational.ONE, 0)));
    }

    /** As of {@code \frac12}: a group, or one digit or symbol. */
    private Term fractionPart() throws Unreadable {
        return cursor.seesKind(Kind.NUMBER) ? new Num(value(cursor.firstDigit()), 0) : argument();
    }

    /** A group, or one primary. */
    Term argument() throws Unreadable {
        if (cursor.seesKind(Kind.NUMBER)) {
            String digits = cursor.next().text();
            return new Num(value(digits), places(digits));
        }
        cursor.enter();
        Term argument = primary();
        cursor.leave();
        return argument;
    }

    private Term environment(String name) throws Unreadable {
        if (!MATRICES.contains(name)) {
            throw new Unreadable("an environment that is no matrix");
        }
        if (name.equals("array") && cursor.sees("{")) {
            flat();
        }
        Term grid = parser.grid(name);
        return name.equals("vmatrix") ? Term.apply("det", grid) : grid;
    }
}
