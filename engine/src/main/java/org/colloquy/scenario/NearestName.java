package org.colloquy.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. */
public final class NearestName {

    private NearestName() {}

    /**
     * The nearest of the known names by edit distance (insert, delete, replace, swap neighbours),
     * if at most a third of the letters differ; the first of equally near ones. Letter case and the
     * choice of {@code -} or {@code _} do not count.
     */
    public static Optional<String> of(String written, Collection<String> known) {
        String folded = fold(written);
        return known.stream()
                .filter(name -> distance(folded, fold(name)) <= tolerance(folded, name))
                .min(Comparator.comparingInt(name -> distance(folded, fold(name))));
    }

    /** "did you mean 'x'?" where there is a near name, else the list of the known ones. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("known: " + String.join(", ", known));
    }

    private static int tolerance(String written, String name) {
        return Math.max(1, Math.max(written.length(), name.length()) / 3);
    }

    private static String fold(String name) {
        String head = name.length() > 64 ? name.substring(0, 64) : name;
        return head.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Optimal string alignment distance. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int edit = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                cost[i][j] = Math.min(replace, edit);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
