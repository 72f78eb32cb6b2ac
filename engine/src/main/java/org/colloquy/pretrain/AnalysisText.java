package org.colloquy.pretrain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.colloquy.dialogue.Mode;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;

/**
 * How a good analysis is worded: each step is worked out again from the question, and then compared
 * with what everybody wrote; at the end stands who went wrong where.
 *
 * <p>With one peer it stops at the first step at which somebody deviates; with several it goes on
 * until everybody has deviated or the solution ends. Somebody who deviated is not compared again. A
 * peer whose steps cannot be read, or break off, cannot be followed.
 */
final class AnalysisText {

    private final Mode mode;
    private final List<Step> right;
    private final List<Participant> peers = new ArrayList<>();
    private final Participant self;

    private static final class Participant {
        final List<Step> steps;
        OptionalInt wrongAt = OptionalInt.empty();
        boolean unclear;

        Participant(String text) {
            this.steps = WorkedSolution.read(text);
        }

        boolean heard() {
            return wrongAt.isEmpty() && !unclear;
        }

        /** Whether the participant deviates at this step, having been right so far. */
        boolean deviates(int index, Step step) {
            if (!heard()) {
                return false;
            }
            if (index >= steps.size()) {
                unclear = true;
                return false;
            }
            if (steps.get(index).equals(step)) {
                return false;
            }
            wrongAt = OptionalInt.of(index);
            return true;
        }
    }

    private AnalysisText(Mode mode, List<Step> right, String own, List<String> peers) {
        this.mode = mode;
        this.right = right;
        this.self = new Participant(own);
        peers.forEach(text -> this.peers.add(new Participant(text)));
    }

    /** The analysis of somebody who wrote {@code own} and heard {@code peers}. */
    static String of(Mode mode, List<Step> right, String own, List<String> peers) {
        return new AnalysisText(mode, right, own, peers).write();
    }

    private String write() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < right.size() && !settled(); i++) {
            text.append(' ').append(WorkedSolution.sentence(i, right.get(i)));
            text.append(", ").append(comparison(i)).append('.');
        }
        return text.append(verdict()).toString().strip();
    }

    private boolean settled() {
        boolean anybodyWrong =
                self.wrongAt.isPresent()
                        || peers.stream().anyMatch(peer -> peer.wrongAt.isPresent());
        boolean anybodyHeard = self.heard() || peers.stream().anyMatch(Participant::heard);
        return peers.size() <= 1 ? anybodyWrong : !anybodyHeard;
    }

    private String comparison(int index) {
        Step step = right.get(index);
        List<String> objections = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            if (peers.get(i).deviates(index, step)) {
                int written = peers.get(i).steps.get(index).result();
                objections.add("not " + written + " by peer " + (i + 1));
            }
        }
        if (self.deviates(index, step)) {
            objections.add("not my " + self.steps.get(index).result());
        }
        return objections.isEmpty() ? "yes" : String.join(", ", objections);
    }

    private String verdict() {
        boolean together = mode == Mode.COOPERATE;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < peers.size(); i++) {
            Participant peer = peers.get(i);
            String name = "peer " + (i + 1);
            if (peer.unclear) {
                text.append(" I cannot follow ").append(name).append('.');
            }
            peer.wrongAt.ifPresent(
                    step ->
                            text.append(together ? " Let us correct " : " I refute ")
                                    .append(name)
                                    .append(at(step)));
        }
        self.wrongAt.ifPresent(step -> text.append(" I was wrong").append(at(step)));
        if (!text.isEmpty()) {
            return text.toString();
        }
        if (together || peers.isEmpty()) {
            return " We agree.";
        }
        return peers.size() == 1 ? " I cannot refute peer 1." : " I cannot refute anybody.";
    }

    private static String at(int step) {
        return " at " + WorkedSolution.ordinal(step) + ".";
    }
}
