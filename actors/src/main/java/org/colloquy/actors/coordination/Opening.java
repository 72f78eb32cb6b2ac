package org.colloquy.actors.coordination;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent.AbilityEstimated;

/**
 * Opens an iteration: settles the agents' abilities, by an exam in the first iteration and later by
 * what the iteration before has shown, and measures the weights that training starts from.
 */
final class Opening extends AbstractMatchingBehavior<Opening.Command> {

    sealed interface Command permits Part.Cue, Surveyed {}

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    /**
     * The only report but for {@link Part.Unanswered}.
     *
     * @param abilities of the iteration, in cast order; none without an exam
     */
    record Opened(List<Ability> abilities) implements Part.Done {}

    /**
     * Where to begin.
     *
     * @param next the first section that is not written
     * @param abilities if their section is written
     * @param estimated by the iteration before, if there was one
     */
    record Start(
            int iteration, int next, List<Ability> abilities, List<AbilityEstimated> estimated) {}

    /** The subject of the survey on which abilities are estimated. */
    private static final int EXAM = 0;

    /** The subject of the survey by which the first weights are measured. */
    private static final int EVALUATION = 1;

    private final RunPlan plan;
    private final SectionLayout sections;
    private final int iteration;
    private final Part.Site site;
    private final ActorRef<Survey.Surveyed> surveyEnds;
    private List<Ability> abilities;
    private Optional<ActorRef<Survey.Command>> survey = Optional.empty();

    /** Begins at once. */
    static Behavior<Command> create(RunPlan plan, Start start, Part.Site site) {
        return Behaviors.setup(context -> new Opening(context, plan, start, site).begin(start));
    }

    private Opening(ActorContext<Command> context, RunPlan plan, Start start, Part.Site site) {
        super(context);
        this.plan = plan;
        this.sections = plan.sections();
        this.iteration = start.iteration();
        this.site = site;
        this.abilities = start.abilities();
        this.surveyEnds = context.messageAdapter(Survey.Surveyed.class, Surveyed::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Surveyed surveyed -> onSurveyed(surveyed.survey());
            case Part.Written written -> this;
            case Part.LookAtClock look -> onLookAtClock();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return Part.onSignal(this, signal);
    }

    private Behavior<Command> begin(Start start) {
        if (start.next() > sections.abilities(iteration)) {
            return evaluate();
        }
        return iteration == 0
                ? ask(EXAM, new AbilityExam(plan).asks())
                : settle(AbilityExam.of(start.estimated()));
    }

    private Behavior<Command> onSurveyed(Survey.Surveyed surveyed) {
        survey = Optional.empty();
        site.heard(surveyed);
        if (surveyed.subject() == EXAM) {
            return settle(new AbilityExam(plan).result(surveyed.answers()));
        }
        site.record(
                sections.evaluation(0),
                List.of(new SoloEvaluation(plan).result(0, surveyed.answers())),
                List.of());
        return opened();
    }

    private Behavior<Command> onLookAtClock() {
        survey.ifPresent(child -> child.tell(Survey.LookAtClock.NOW));
        return this;
    }

    private Behavior<Command> settle(AbilityExam.Result result) {
        abilities = result.abilities();
        site.record(sections.abilities(iteration), result.events(), List.of());
        return sections.learning() ? evaluate() : opened();
    }

    /** Only the weights that training starts from; later ones are measured by their lesson. */
    private Behavior<Command> evaluate() {
        SoloEvaluation evaluation = new SoloEvaluation(plan);
        if (iteration == 0 && evaluation.due(0)) {
            return ask(EVALUATION, evaluation.asks());
        }
        site.record(sections.evaluation(iteration), List.of(), List.of());
        return opened();
    }

    private Behavior<Command> opened() {
        return site.ends(new Opened(abilities));
    }

    private Behavior<Command> ask(int subject, List<Survey.Ask> asks) {
        survey = Optional.of(site.survey(getContext(), subject, asks, surveyEnds));
        return this;
    }
}
