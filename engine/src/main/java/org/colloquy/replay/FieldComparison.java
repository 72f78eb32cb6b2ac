package org.colloquy.replay;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.colloquy.dialogue.TokenTrace;

/**
 * Finds the first field in which two values differ, going through records and lists in the order of
 * their components. Numbers are equal if their bits are.
 */
final class FieldComparison {

    /** Longest telling of one value. */
    private static final int MAX_TOLD = 120;

    private static final int CONTEXT = 20;

    private final long seq;

    private FieldComparison(long seq) {
        this.seq = seq;
    }

    /** The first difference between two events at one place of the log. */
    static Optional<Difference> of(long seq, Object recorded, Object recomputed) {
        FieldComparison comparison = new FieldComparison(seq);
        boolean lists = recorded instanceof List<?> && recomputed instanceof List<?>;
        if (!lists && recorded.getClass() != recomputed.getClass()) {
            return comparison.difference(
                    "type",
                    recorded.getClass().getSimpleName(),
                    recomputed.getClass().getSimpleName());
        }
        return comparison.first("", recorded, recomputed);
    }

    private Optional<Difference> first(String path, Object a, Object b) {
        if (a.equals(b)) {
            return Optional.empty();
        }
        if (a instanceof TokenTrace left && b instanceof TokenTrace right) {
            return inTrace(path, left, right);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return inList(path, left, right);
        }
        if (a.getClass().isRecord() && a.getClass() == b.getClass()) {
            return inRecord(path, a, b);
        }
        return difference(path, told(a, b), told(b, a));
    }

    private Optional<Difference> inRecord(String path, Object a, Object b) {
        String prefix = path.isEmpty() ? "" : path + ".";
        for (RecordComponent component : a.getClass().getRecordComponents()) {
            try {
                Optional<Difference> found =
                        first(
                                prefix + component.getName(),
                                Objects.requireNonNull(component.getAccessor().invoke(a)),
                                Objects.requireNonNull(component.getAccessor().invoke(b)));
                if (found.isPresent()) {
                    return found;
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("reading " + prefix + component.getName(), e);
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> inList(String path, List<?> a, List<?> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            Optional<Difference> found = first(path + "[" + i + "]", a.get(i), b.get(i));
            if (found.isPresent()) {
                return found;
            }
        }
        return difference(path + ".length", a.size(), b.size());
    }

    private Optional<Difference> inTrace(String path, TokenTrace a, TokenTrace b) {
        int[] left = a.ids();
        int[] right = b.ids();
        float[] leftLogProbs = a.logProbs();
        float[] rightLogProbs = b.logProbs();
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            if (left[i] != right[i]) {
                return difference(path + ".ids[" + i + "]", left[i], right[i]);
            }
            boolean told = i < leftLogProbs.length && i < rightLogProbs.length;
            if (told && Float.compare(leftLogProbs[i], rightLogProbs[i]) != 0) {
                return difference(path + ".logProbs[" + i + "]", leftLogProbs[i], rightLogProbs[i]);
            }
        }
        return left.length != right.length
                ? difference(path + ".ids.length", left.length, right.length)
                : difference(path + ".logProbs.length", leftLogProbs.length, rightLogProbs.length);
    }

    private Optional<Difference> difference(String path, Object a, Object b) {
        return Optional.of(new Difference(seq, path, String.valueOf(a), String.valueOf(b)));
    }

    /** The value; of a long text the part around the first character that differs. */
    private static String told(Object value, Object other) {
        String text = plain(value);
        String against = plain(other);
        int same = 0;
        while (same < Math.min(text.length(), against.length())
                && text.charAt(same) == against.charAt(same)) {
            same++;
        }
        int from = text.length() <= MAX_TOLD ? 0 : Math.max(0, same - CONTEXT);
        int to = Math.min(text.length(), from + MAX_TOLD);
        return (from > 0 ? "..." : "")
                + text.substring(from, to)
                + (to < text.length() ? "..." : "");
    }

    private static String plain(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(FieldComparison::plain).orElse("none");
            case String text -> "'" + text.replace("\n", "\\n") + "'";
            default -> value.toString();
        };
    }
}
