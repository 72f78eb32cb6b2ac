package org.colloquy.actors.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.colloquy.actors.node.Computing;
import org.colloquy.actors.node.ModelSource;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.evaluation.Evaluated;
import org.colloquy.evaluation.SoloExam;
import org.colloquy.evaluation.SoloResults;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.Sampling;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Agent;
import org.colloquy.scenario.Scenario.SamplingChoice;

/**
 * Carries an evaluation out. Alone, the agents answer side by side, each with a batch of its own
 * that is kept full; discussions go through the same actors as any run. The results depend on the
 * plan alone.
 */
public final class Evaluation {

    private static final int BATCH = 128;

    private final EvaluationPlan plan;
    private final int threads;
    private final Computing computing;
    private final Progress progress;

    /** Told how far each part is; called from several threads. */
    @FunctionalInterface
    public interface Progress {

        Progress UNSEEN = (part, done, of) -> {};

        /**
         * @param part such as {@code alone} or {@code idea3}
         * @param done answers or dialogues so far
         */
        void reached(String part, int done, int of);
    }

    public Evaluation(EvaluationPlan plan, int threads, Computing computing, Progress progress) {
        this.plan = plan;
        this.threads = threads;
        this.computing = computing;
        this.progress = progress;
    }

    /**
     * Everything that the plan asks for.
     *
     * @throws org.colloquy.scenario.ScenarioProblems if the cast is too small for a protocol
     * @throws IOException if a model cannot be read, or a discussion fails
     */
    public Evaluated run() throws IOException {
        SequencedMap<String, Scenario> discussions = new LinkedHashMap<>();
        plan.discussions()
                .forEach(protocol -> discussions.put(protocol, plan.discussion(protocol)));
        List<SoloResults> solo = alone();
        SequencedMap<String, List<List<Boolean>>> discussed = new LinkedHashMap<>();
        for (var discussion : discussions.entrySet()) {
            Discussion meeting = new Discussion(discussion.getValue(), plan.questions());
            discussed.put(
                    discussion.getKey(),
                    meeting.finals(
                            threads,
                            computing,
                            done ->
                                    progress.reached(
                                            discussion.getKey(), done, plan.questions().size())));
        }
        List<Agent> cast = plan.scenario().agents();
        return new Evaluated(
                plan.questions(), cast.stream().map(Agent::name).toList(), solo, discussed);
    }

    private List<SoloResults> alone() throws IOException {
        List<Agent> cast = plan.scenario().agents();
        SoloExam exam =
                new SoloExam(
                        plan.questions(),
                        plan.scenario().questions().answerGrader(),
                        new TranscriptPrompts(),
                        sampling(plan.scenario().interaction().sampling()),
                        plan.soloSamples(),
                        plan.seed(),
                        BATCH);
        ModelSource models = new ScenarioModels(Math.max(1, threads / cast.size()), computing);
        AtomicInteger done = new AtomicInteger();
        int all = exam.answers() * cast.size();
        Runnable answered = () -> progress.reached("alone", done.incrementAndGet(), all);
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, cast.size()))) {
            List<Future<SoloResults>> sitting =
                    IntStream.range(0, cast.size())
                            .mapToObj(
                                    place -> pool.submit(() -> sit(exam, place, models, answered)))
                            .toList();
            List<SoloResults> results = new ArrayList<>();
            for (Future<SoloResults> one : sitting) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException failure) {
            throw asIoException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("the evaluation was interrupted", stop);
        }
    }

    private SoloResults sit(SoloExam exam, int place, ModelSource models, Runnable answered)
            throws IOException {
        Agent agent = plan.scenario().agents().get(place);
        try (LanguageModel model = models.open(agent.model())) {
            return exam.sit(place, agent.name(), agent.persona(), model, answered);
        }
    }

    private static IOException asIoException(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException cause -> cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> new IOException(failure);
        };
    }

    private static Sampling sampling(SamplingChoice choice) {
        return new Sampling(
                choice.temperature(),
                choice.topK(),
                choice.topP(),
                choice.minP(),
                choice.maxTokens(),
                choice.stop());
    }
}
