package org.colloquy.reward;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;

/**
 * Grades an analysis by its verdicts: who, of the peers it heard and the speaker itself, is wrong.
 *
 * <p>Verdicts are read from the words of the builtin agents: "refute peer 1", "correct peer 2",
 * "cannot follow peer 1" and "I was wrong" say that somebody is wrong; "We agree", "cannot refute
 * peer 1" and "cannot refute anybody" that nobody is. A text without any of them is malformed. It
 * is right if everybody it calls wrong is so, by answer or by a step, and nobody whose answer is
 * not right is missing; with one peer, whose analysis ends at the first step that somebody gets
 * wrong, one of the two is enough.
 */
public final class AnalysisGrader {

    private static final Pattern OBJECTION =
            Pattern.compile(
                    "\\b(cannot )?(correct|refute|follow) (?:peer (\\d{1,3})|anybody)\\b",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern CONFESSION =
            Pattern.compile("\\bI was wrong\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern AGREEMENT =
            Pattern.compile("\\bwe agree\\b", Pattern.CASE_INSENSITIVE);

    /** Number of the speaker among those it judges; its peers are numbered from 1. */
    private static final int SELF = 0;

    private final Grader grader;

    public AnalysisGrader(Grader grader) {
        this.grader = grader;
    }

    /**
     * @param own what the speaker said before
     * @param peers what each peer that it heard said before, in its order of peers
     */
    public Grade grade(Question question, String analysis, String own, List<String> peers) {
        Set<Integer> accused = new TreeSet<>();
        if (!read(analysis, accused)) {
            return Grade.MALFORMED;
        }
        List<String> said = new ArrayList<>(List.of(own));
        said.addAll(peers);
        Set<Integer> missed = new TreeSet<>();
        for (int who = 0; who < said.size(); who++) {
            boolean unright = grader.grade(question, said.get(who)) != Grade.RIGHT;
            if (unright && !accused.contains(who)) {
                missed.add(who);
            }
            boolean astray =
                    unright || WorkedSolution.firstWrongStep(question, said.get(who)).isPresent();
            if (!astray && accused.contains(who)) {
                return Grade.WRONG;
            }
        }
        boolean unknown = accused.stream().anyMatch(who -> who >= said.size());
        boolean enough = missed.isEmpty() || peers.size() <= 1 && !accused.isEmpty();
        return enough && !unknown ? Grade.RIGHT : Grade.WRONG;
    }

    /** Puts down who is called wrong; false if there is no verdict at all. */
    private static boolean read(String analysis, Set<Integer> accused) {
        boolean verdict = AGREEMENT.matcher(analysis).find();
        if (CONFESSION.matcher(analysis).find()) {
            accused.add(SELF);
            verdict = true;
        }
        Matcher matcher = OBJECTION.matcher(analysis);
        while (matcher.find()) {
            boolean follows = matcher.group(2).equalsIgnoreCase("follow");
            boolean cannot = matcher.group(1) != null;
            if (follows == cannot && matcher.group(3) != null) {
                accused.add(Integer.parseInt(matcher.group(3)));
                verdict = true;
            } else if (cannot) {
                verdict = true;
            }
        }
        return verdict;
    }
}
