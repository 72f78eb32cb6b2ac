package org.colloquy.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.grading.Token.Kind;

/**
 * Reads LaTeX, or mathematics in plain characters, into a {@link Term}: lists, equations and
 * inequalities, unions; what they are made of is read by {@link LatexSums} and {@link LatexAtoms}.
 */
final class LatexParser {

    /** Longest text that is read, in characters. */
    static final int MAX_TEXT = 3000;

    private static final int MAX_OPERATIONS = 100;
    private static final Set<String> RELATIONS = Set.of("=", "<", ">", "<=", ">=", "!=", "in", "~");

    private final TokenCursor cursor;
    private final LatexSums sums;

    private LatexParser(List<Token> tokens) {
        cursor = new TokenCursor(tokens);
        sums = new LatexSums(cursor, this);
    }

    /** Empty where the text is not mathematics that we read. */
    static Optional<Term> read(String text, boolean thousands) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            LatexParser parser = new LatexParser(LatexTokens.of(text, thousands));
            Term term = Term.bare(parser.list());
            return parser.cursor.atEnd() ? Optional.of(term) : Optional.empty();
        } catch (Unreadable reason) {
            return Optional.empty();
        }
    }

    /** Items with commas between; a comma at the end is forgiven. */
    List<Term> list() throws Unreadable {
        List<Term> items = new ArrayList<>();
        items.add(relation());
        while (cursor.took(",") || cursor.took(";")) {
            cursor.took(",");
            if (cursor.atEnd()) {
                break;
            }
            items.add(relation());
        }
        return items;
    }

    private Term relation() throws Unreadable {
        cursor.enter();
        List<Term> terms = new ArrayList<>();
        List<String> signs = new ArrayList<>();
        cursor.took("&");
        cursor.took("=");
        terms.add(union());
        for (Optional<String> sign = relationSign(); sign.isPresent(); sign = relationSign()) {
            signs.add(sign.get());
            terms.add(union());
        }
        cursor.leave();
        return signs.isEmpty() ? terms.getFirst() : new Term.Chain(terms, signs);
    }

    private Optional<String> relationSign() throws Unreadable {
        boolean aligned = cursor.sees("&") && cursor.sees(1, "=");
        if (aligned) {
            cursor.next();
        }
        Optional<Token> token = cursor.peek();
        boolean relation =
                token.isPresent()
                        && token.get().kind() == Kind.SIGN
                        && RELATIONS.contains(token.get().text());
        return relation ? Optional.of(cursor.next().text()) : Optional.empty();
    }

    private Term union() throws Unreadable {
        Term first = sums.sum();
        List<Term> joined = new ArrayList<>(List.of(first));
        for (int operations = 0; operations < MAX_OPERATIONS; operations++) {
            if (cursor.took("cup")) {
                joined.add(sums.sum());
            } else if (cursor.sees("cap") || cursor.sees("setminus")) {
                String operation = cursor.next().text();
                joined.add(Term.apply(operation, joined.removeLast(), sums.sum()));
            } else if (cursor.sees(":")) {
                joined.add(ratio(joined.removeLast()));
            } else {
                return joined.size() == 1 ? joined.getFirst() : new Term.Union(joined);
            }
        }
        throw new Unreadable("too many sets");
    }

    /** A ratio of two is their quotient; of more, a tuple. */
    private Term ratio(Term first) throws Unreadable {
        List<Term> parts = new ArrayList<>(List.of(first));
        while (cursor.took(":")) {
            parts.add(sums.sum());
        }
        return parts.size() == 2 ? new Term.Apply("/", parts) : new Term.Row(':', ':', parts);
    }

    /** What stands in brackets, from the opening one on. */
    Term brackets() throws Unreadable {
        cursor.enter();
        int outside = cursor.bars(0);
        String open = cursor.next().text();
        List<Term> items = new ArrayList<>();
        if (!closes()) {
            items.addAll(list());
        }
        String close = cursor.next().text();
        cursor.bars(outside);
        cursor.leave();
        if (open.endsWith("{")) {
            boolean set = open.length() == 2;
            if (!close.equals(set ? "\\}" : "}") || items.isEmpty() && !set) {
                throw new Unreadable("braces do not match");
            }
            return set || items.size() > 1 ? new Term.Row('{', '}', items) : items.getFirst();
        }
        if (!close.equals(")") && !close.equals("]") || items.isEmpty()) {
            throw new Unreadable("brackets do not match");
        }
        if (items.size() == 1) {
            if (open.equals("(") != close.equals(")")) {
                throw new Unreadable("half an interval");
            }
            return items.getFirst();
        }
        return new Term.Row(open.charAt(0), close.charAt(0), items);
    }

    private boolean closes() {
        return cursor.sees(")") || cursor.sees("]") || cursor.sees("}") || cursor.sees("\\}");
    }

    /** The cells up to the end of the environment that has begun. */
    Term grid(String environment) throws Unreadable {
        cursor.enter();
        int outside = cursor.bars(0);
        List<List<Term>> rows = new ArrayList<>();
        List<Term> row = new ArrayList<>();
        while (!cursor.seesKind(Kind.END)) {
            row.add(Term.bare(list()));
            if (cursor.took("\\\\")) {
                rows.add(row);
                row = new ArrayList<>();
            } else if (!cursor.took("&") && !cursor.seesKind(Kind.END)) {
                throw new Unreadable("a matrix is open");
            }
        }
        if (!cursor.next().text().equals(environment)) {
            throw new Unreadable("another environment ends");
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        cursor.bars(outside);
        cursor.leave();
        return new Term.Grid(rows);
    }
}
