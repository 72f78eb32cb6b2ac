package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.actors.agent.Agent;
import org.colloquy.irt.Ability;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.irt.ModeChoice;
import org.colloquy.irt.ModeDecision;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.PassRate;
import org.colloquy.irt.SelfRanking;
import org.colloquy.irt.Verdict;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.Attempted;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.QuestionKey;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** Finds a question's difficulty, by asking the agents where the rule says so, and its mode. */
final class Preparation {

    /** Solo attempts of each agent at a question whose pass rate is counted. */
    static final int ATTEMPTS = 4;

    /** A comparison is answered by its first word. */
    private static final int COMPARISON_TOKENS = 8;

    private final IterationPlan iteration;
    private final RunPlan plan;
    private final List<Ability> abilities;

    /**
     * @param abilities in cast order; none where there was no exam, then all count as 0
     */
    Preparation(IterationPlan iteration, List<Ability> abilities) {
        this.iteration = iteration;
        this.plan = iteration.run();
        this.abilities =
                abilities.isEmpty()
                        ? plan.cast().stream().map(agent -> new Ability(0, 0)).toList()
                        : List.copyOf(abilities);
    }

    /** What has to be asked for the question's difficulty; nothing where labels give it. */
    List<Survey.Ask> asks(Visit visit) {
        Question posed = visit.question();
        int ordinal = ordinal(visit);
        return switch (plan.interaction().difficulty()) {
            case LABEL -> List.of();
            case PASS_RATE ->
                    plan.perAgent(
                            ATTEMPTS,
                            (agent, item) ->
                                    new Survey.Ask(
                                            agent,
                                            new Agent.Solve(posed, AbilityExam.solving(posed)),
                                            plan.key("attempt", ordinal, agent, item),
                                            plan.sampling()));
            case SELF_RANKING ->
                    plan.perAgent(
                            plan.anchors().size(), (agent, item) -> compare(visit, agent, item));
        };
    }

    /** The preamble by the answers to {@link #asks}. */
    Preamble preamble(Visit visit, List<Survey.Answer> answers) {
        QuestionKey key = visit.key();
        List<InteractionEvent> events = new ArrayList<>();
        events.add(new QuestionPosed(key, visit.question()));
        double difficulty =
                switch (plan.interaction().difficulty()) {
                    case LABEL -> DifficultyScale.label(visit.question());
                    case PASS_RATE -> byPassRate(visit, answers, events);
                    case SELF_RANKING -> bySelfRanking(visit, answers, events);
                };
        String rule = plan.interaction().difficulty().name().toLowerCase(Locale.ROOT);
        events.add(new DifficultyEstimated(key, rule.replace('_', '-'), difficulty));
        ModeDecision decision =
                ModeChoice.decide(
                        plan.interaction().mode(),
                        plan.seed(),
                        ordinal(visit),
                        abilities.stream().map(Ability::value).toList(),
                        difficulty);
        events.add(
                new ModeChosen(
                        key,
                        nameOf(decision.rule()),
                        decision.abilities(),
                        difficulty,
                        decision.probabilities(),
                        decision.pooled(),
                        decision.mode()));
        return new Preamble(visit, decision.mode(), List.copyOf(events));
    }

    private double byPassRate(
            Visit visit, List<Survey.Answer> answers, List<InteractionEvent> events) {
        Question posed = visit.question();
        int right = 0;
        for (int place = 0; place < answers.size(); place++) {
            String text = answers.get(place).text().orElse("");
            Grade grade = plan.grader().grade(posed, text);
            right += grade == Grade.RIGHT ? 1 : 0;
            events.add(
                    new Attempted(
                            visit.key(),
                            plan.cast().get(place / ATTEMPTS),
                            place % ATTEMPTS,
                            text,
                            grade));
        }
        double mean = abilities.stream().mapToDouble(Ability::value).sum() / abilities.size();
        return PassRate.difficulty(right, answers.size(), mean);
    }

    private double bySelfRanking(
            Visit visit, List<Survey.Answer> answers, List<InteractionEvent> events) {
        int anchors = plan.anchors().size();
        List<SelfRanking.Comparison> comparisons = new ArrayList<>(answers.size());
        for (int place = 0; place < answers.size(); place++) {
            int agent = place / anchors;
            int item = place % anchors;
            boolean questionIsA = questionIsA(visit, agent, item);
            String text = answers.get(place).text().orElse("");
            Verdict verdict = Verdict.read(text, questionIsA);
            double known = DifficultyScale.label(plan.anchors().get(item));
            comparisons.add(new SelfRanking.Comparison(item, known, verdict));
            events.add(
                    new Compared(
                            visit.key(),
                            plan.cast().get(agent),
                            item,
                            plan.anchors().get(item).id(),
                            known,
                            questionIsA,
                            text,
                            harder(verdict)));
        }
        return SelfRanking.difficulty(comparisons);
    }

    private static Optional<Boolean> harder(Verdict verdict) {
        return switch (verdict) {
            case QUESTION_HARDER -> Optional.of(true);
            case ANCHOR_HARDER -> Optional.of(false);
            case UNCLEAR -> Optional.empty();
        };
    }

    private Survey.Ask compare(Visit visit, int agent, int item) {
        Question posed = visit.question();
        Question anchor = plan.anchors().get(item);
        boolean questionIsA = questionIsA(visit, agent, item);
        double above = DifficultyScale.label(posed) - DifficultyScale.label(anchor);
        Occasion occasion =
                new Occasion(
                        "compare",
                        above > 0 == questionIsA ? "A" : "B",
                        -StrictMath.abs(above),
                        List.of());
        return new Survey.Ask(
                agent,
                questionIsA
                        ? new Agent.Compare(posed, anchor, occasion)
                        : new Agent.Compare(anchor, posed, occasion),
                plan.key("compare", ordinal(visit), agent, item),
                Sampling.greedy(COMPARISON_TOKENS));
    }

    private boolean questionIsA(Visit visit, int agent, int item) {
        return SelfRanking.questionFirst(plan.seed(), ordinal(visit), agent, item);
    }

    private int ordinal(Visit visit) {
        return iteration.ordinal(visit.key().question());
    }

    private static String nameOf(ModeRule rule) {
        return switch (rule) {
            case ModeRule.Dynamic dynamic -> "dynamic";
            case ModeRule.Always always -> always.mode().name().toLowerCase(Locale.ROOT);
            case ModeRule.Ratio ratio -> "ratio";
        };
    }
}
