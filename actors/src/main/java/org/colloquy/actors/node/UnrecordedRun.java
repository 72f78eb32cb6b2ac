package org.colloquy.actors.node;

import java.io.IOException;
import java.util.List;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.recording.SectionSink;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.question.Question;
import org.colloquy.scenario.Scenario;

/** Runs that leave nothing behind: what happens is told to the listener alone. */
public final class UnrecordedRun {

    private UnrecordedRun() {}

    /**
     * Starts at once.
     *
     * @param trained whose training, if any, is left out
     * @param posed the questions, instead of those that the scenario draws
     * @throws IOException if a model cannot be read
     */
    public static RunHandle start(Scenario trained, List<Question> posed, Launch launch)
            throws IOException {
        Scenario scenario = trained.withoutTraining();
        RunPlan.Questions questions =
                new RunPlan.Questions(posed, ScenarioQuestions.of(scenario).held());
        RunPlan plan = new RunPlan(scenario, questions, scenario.questions().answerGrader());
        OpenModels models = OpenModels.of(scenario, launch.models());
        try {
            RunStarted header =
                    ColloquyRun.header(
                            scenario, models.participants(scenario), launch.engineVersion());
            RunState state = new RunState(plan);
            state.accept(header);
            return ActorRun.start(
                    new Guardian.Run(
                            plan,
                            state,
                            models.bySeat(),
                            new TranscriptPrompts(),
                            new Nowhere(),
                            launch.listener()),
                    launch.settings());
        } catch (RuntimeException failure) {
            models.close();
            throw failure;
        }
    }

    /** Keeps nothing. */
    private static final class Nowhere implements SectionSink {
        @Override
        public void append(List<InteractionEvent> sections) {}

        @Override
        public void close() {}
    }
}
