package org.colloquy.actors.coordination;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.training.Relearning;

/**
 * Brings a resumed training run's weights up to its log: what was recorded behind the newest
 * checkpoint is learned again, from the record alone, and the model servers speak by the result.
 */
final class CatchUp extends AbstractMatchingBehavior<CatchUp.Command> {

    sealed interface Command {}

    private record Heard(Relearning.Report report) implements Command {}

    private record Served(ModelServer.Serving serving) implements Command {}

    /**
     * The only report if it does not fail.
     *
     * @param state that the weights are as far as
     */
    record CaughtUp(RunState state) implements Part.Done {}

    private final School school;
    private final RunState state;
    private final Part.Site site;
    private final ActorRef<ModelServer.Serving> servings;
    private int unserved;

    /**
     * Begins at once.
     *
     * @param state of the log
     */
    static Behavior<Command> create(RunPlan plan, School school, RunState state, Part.Site site) {
        return Behaviors.setup(
                context -> {
                    Relearning.Task task =
                            new Relearning.Task(
                                    school.log(),
                                    school.version(),
                                    state.iterations(),
                                    () -> plan.rollout().orElseThrow(),
                                    true);
                    context.watch(
                            context.spawnAnonymous(
                                    Relearning.create(
                                            task,
                                            school.trainer(),
                                            context.messageAdapter(
                                                    Relearning.Report.class, Heard::new)),
                                    DispatcherSelector.blocking()));
                    return new CatchUp(context, school, state, site);
                });
    }

    private CatchUp(ActorContext<Command> context, School school, RunState state, Part.Site site) {
        super(context);
        this.school = school;
        this.state = state;
        this.site = site;
        this.servings = context.messageAdapter(ModelServer.Serving.class, Served::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard heard -> onRelearning(heard.report());
            case Served served -> onServed();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return Part.onSignal(this, signal);
    }

    private Behavior<Command> onRelearning(Relearning.Report report) {
        return switch (report) {
            case Relearning.Progress progress -> {
                school.relearned().accept(progress.iteration());
                yield this;
            }
            case Relearning.Relearned all -> {
                unserved = all.models().size();
                school.serve(all.models(), servings);
                yield this;
            }
            case Relearning.Failed failed -> site.ends(new Part.Failed(failed.reason()));
        };
    }

    private Behavior<Command> onServed() {
        unserved--;
        return unserved > 0 ? this : site.ends(new CaughtUp(state));
    }
}
