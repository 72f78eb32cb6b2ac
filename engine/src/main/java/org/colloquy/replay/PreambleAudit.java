package org.colloquy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.irt.ModeChoice;
import org.colloquy.irt.ModeDecision;
import org.colloquy.irt.PassRate;
import org.colloquy.irt.SelfRanking;
import org.colloquy.irt.SelfRanking.Comparison;
import org.colloquy.irt.Verdict;
import org.colloquy.log.InteractionEvent.Attempted;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.Recorded;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** Estimates each question's difficulty again and chooses its mode. */
final class PreambleAudit implements Audit {

    private final RunFacts facts;
    private final AbilityAudit abilities;
    private final VisitOrder visits;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Attempted> attempts = new ArrayList<>();
    private Optional<Visit> visit = Optional.empty();
    private Optional<Question> question = Optional.empty();
    private double difficulty;
    private Mode mode = Mode.COOPERATE;

    PreambleAudit(RunFacts facts, AbilityAudit abilities, VisitOrder visits) {
        this.facts = facts;
        this.abilities = abilities;
        this.visits = visits;
    }

    /** The question of the last preamble. */
    Question question() {
        return question.orElseThrow();
    }

    /** The visit that the last preamble opened. */
    Visit visit() {
        return visit.orElseThrow();
    }

    Mode mode() {
        return mode;
    }

    @Override
    public Optional<Difference> check(Recorded record) {
        long seq = record.seq();
        return switch (record.event()) {
            case QuestionPosed posed -> checkPosed(seq, posed);
            case Compared compared -> FieldComparison.of(seq, compared, compared(compared));
            case Attempted attempted -> FieldComparison.of(seq, attempted, attempted(attempted));
            case DifficultyEstimated estimated -> checkDifficulty(seq, estimated);
            case ModeChosen chosen -> FieldComparison.of(seq, chosen, chosen());
            default -> throw new IllegalArgumentException("no event of a preamble: " + record);
        };
    }

    private Optional<Difference> checkPosed(long seq, QuestionPosed posed) {
        comparisons.clear();
        attempts.clear();
        visit = visits.next();
        if (visit.isEmpty()) {
            return Optional.of(
                    new Difference(seq, "key", posed.key().toString(), "no further question"));
        }
        visits.begin(visit());
        Question drawn = visit().question().orElse(posed.question());
        question = Optional.of(drawn);
        return FieldComparison.of(seq, posed, new QuestionPosed(visit().key(), drawn));
    }

    /** Every agent in turn with every anchor in turn. */
    private Compared compared(Compared compared) {
        int place = comparisons.size();
        int anchors = Math.max(1, facts.interaction().anchors());
        int agent = Math.min(place / anchors, facts.cast().size() - 1);
        int item = place % anchors;
        Optional<Question> anchor = facts.anchor(item);
        boolean questionIsA = facts.questionIsA(visit().ordinal(), agent, item);
        Verdict verdict = Verdict.read(compared.text(), questionIsA);
        double known = anchor.map(DifficultyScale::label).orElse(compared.anchorDifficulty());
        comparisons.add(new Comparison(item, known, verdict));
        return new Compared(
                compared.key(),
                facts.cast().get(agent),
                item,
                anchor.map(Question::id).orElse(compared.anchorId()),
                known,
                questionIsA,
                compared.text(),
                switch (verdict) {
                    case QUESTION_HARDER -> Optional.of(true);
                    case ANCHOR_HARDER -> Optional.of(false);
                    case UNCLEAR -> Optional.empty();
                });
    }

    /** Every agent in turn, each as often as the first. */
    private Attempted attempted(Attempted attempted) {
        boolean same = !attempts.isEmpty() && attempts.getLast().agent().equals(attempted.agent());
        int agent = same ? facts.cast().indexOf(attempted.agent()) : nextToAttempt();
        Attempted recomputed =
                new Attempted(
                        attempted.key(),
                        facts.cast().get(Math.min(agent, facts.cast().size() - 1)),
                        same ? attempts.getLast().attempt() + 1 : 0,
                        attempted.text(),
                        facts.grader().grade(question(), attempted.text()));
        attempts.add(recomputed);
        return recomputed;
    }

    private int nextToAttempt() {
        return attempts.isEmpty() ? 0 : facts.cast().indexOf(attempts.getLast().agent()) + 1;
    }

    private Optional<Difference> checkDifficulty(long seq, DifficultyEstimated estimated) {
        Optional<Difference> few =
                switch (facts.interaction().difficulty()) {
                    case LABEL -> Difference.ofCount(seq, "comparisons", comparisons.size(), 0);
                    case PASS_RATE ->
                            Difference.ofCount(
                                    seq,
                                    "attempts",
                                    attempts.size(),
                                    wholeAttempts(attempts.size()));
                    case SELF_RANKING ->
                            Difference.ofCount(
                                    seq,
                                    "comparisons",
                                    comparisons.size(),
                                    facts.cast().size() * facts.interaction().anchors());
                };
        if (few.isPresent()) {
            return few;
        }
        difficulty =
                switch (facts.interaction().difficulty()) {
                    case LABEL -> DifficultyScale.label(question());
                    case PASS_RATE -> passRate();
                    case SELF_RANKING -> SelfRanking.difficulty(comparisons);
                };
        return FieldComparison.of(
                seq,
                estimated,
                new DifficultyEstimated(estimated.key(), facts.difficultyRule(), difficulty));
    }

    /** The nearest number of attempts, not 0, that is as many for every agent. */
    private int wholeAttempts(int found) {
        int cast = facts.cast().size();
        return Math.max(cast, (found + cast - 1) / cast * cast);
    }

    private double passRate() {
        int right = (int) attempts.stream().filter(each -> each.grade() == Grade.RIGHT).count();
        List<Double> values = abilities.abilities();
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        return PassRate.difficulty(right, attempts.size(), mean);
    }

    private ModeChosen chosen() {
        ModeDecision decision =
                ModeChoice.decide(
                        facts.interaction().mode(),
                        facts.seed(),
                        visit().ordinal(),
                        abilities.abilities(),
                        difficulty);
        mode = decision.mode();
        return new ModeChosen(
                visit().key(),
                facts.modeRule(),
                decision.abilities(),
                decision.difficulty(),
                decision.probabilities(),
                decision.pooled(),
                decision.mode());
    }
}
