package org.colloquy.actors.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.Computing;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.actors.node.UnrecordedRun;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.scenario.Scenario;

/** One dialogue about each question, of which only the final answers are kept. */
final class Discussion implements RunListener {

    /** Twice a run's default, since nobody waits for the first dialogue. */
    private static final int IN_FLIGHT = 2 * NodeSettings.DEFAULT_IN_FLIGHT;

    private final Scenario scenario;
    private final List<Question> questions;
    private final boolean[][] right; // by agent and question
    private IntConsumer progress = done -> {};
    private int ended;

    Discussion(Scenario scenario, List<Question> questions) {
        this.scenario = scenario;
        this.questions = questions;
        this.right = new boolean[scenario.agents().size()][questions.size()];
    }

    /**
     * Whether each agent's final answer is right, by agent and question; a dialogue that failed is
     * not right.
     *
     * @param watcher told the number of dialogues that are over
     * @throws IOException if a model cannot be read, or the run fails as a whole
     */
    List<List<Boolean>> finals(int threads, Computing computing, IntConsumer watcher)
            throws IOException {
        progress = watcher;
        NodeSettings settings = new NodeSettings(threads, IN_FLIGHT, computing);
        Launch launch = new Launch("", settings, ScenarioModels.of(scenario, settings), this);
        RunResult result =
                UnrecordedRun.start(scenario, questions, launch)
                        .result()
                        .toCompletableFuture()
                        .join();
        if (result.status() != RunResult.Status.FINISHED) {
            throw new IOException("the discussions failed: " + result.reason());
        }
        List<List<Boolean>> finals = new ArrayList<>();
        for (boolean[] agent : right) {
            List<Boolean> one = new ArrayList<>(agent.length);
            for (boolean answer : agent) {
                one.add(answer);
            }
            finals.add(one);
        }
        return finals;
    }

    @Override
    public void recorded(List<InteractionEvent> section) {
        for (InteractionEvent event : section) {
            switch (event) {
                case AnswersGraded graded -> {
                    for (int agent = 0; agent < right.length; agent++) {
                        right[agent][graded.id().question()] =
                                graded.answers().get(agent).last() == Grade.RIGHT;
                    }
                }
                case DialogueEnded over -> progress.accept(++ended);
                default -> {}
            }
        }
    }
}
