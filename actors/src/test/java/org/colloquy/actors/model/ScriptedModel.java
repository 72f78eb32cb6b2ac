package org.colloquy.actors.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Finish;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.Outcome;

/** A model that does with each request what its script says. */
public final class ScriptedModel implements LanguageModel {

    /** What becomes of a request. */
    public sealed interface Act {}

    /** Ends after so many steps. */
    public record Say(Outcome outcome, int steps) implements Act {}

    /** Ends at the first step that finds the condition true. */
    public record SayOnce(BooleanSupplier condition, Outcome outcome) implements Act {}

    /** Makes every step throw while the request is in the batch. */
    public record Break(String message) implements Act {}

    /** Never ends. */
    public record Hang() implements Act {}

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public final AtomicInteger mostRunning = new AtomicInteger();
    public final AtomicInteger steps = new AtomicInteger();

    private final Function<CompletionRequest, Act> script;

    public ScriptedModel(Function<CompletionRequest, Act> script) {
        this.script = script;
    }

    public static Act say(String text) {
        return new Say(completion(text), 1);
    }

    public static Completion completion(String text) {
        return new Completion(text, new int[] {1, 2}, new float[] {-1f, -0.5f}, 3, Finish.STOP);
    }

    @Override
    public String identity() {
        return "scripted";
    }

    @Override
    public CompletionBatch open(int capacity) {
        opened.incrementAndGet();
        return new Batch(capacity);
    }

    @Override
    public void close() {}

    private final class Batch implements CompletionBatch {
        private final int capacity;
        private final Map<Long, Act> acts = new LinkedHashMap<>();
        private final Map<Long, Integer> ages = new LinkedHashMap<>();

        Batch(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public int running() {
            return acts.size();
        }

        @Override
        public void add(long ticket, CompletionRequest request) {
            if (acts.size() == capacity) {
                throw new IllegalStateException("the batch is full");
            }
            acts.put(ticket, script.apply(request));
            mostRunning.accumulateAndGet(acts.size(), Math::max);
        }

        @Override
        public void cancel(long ticket) {
            acts.remove(ticket);
        }

        @Override
        public List<Ended> step() {
            steps.incrementAndGet();
            List<Ended> ended = new ArrayList<>();
            for (Map.Entry<Long, Act> entry : acts.entrySet()) {
                int age = ages.merge(entry.getKey(), 1, Integer::sum);
                switch (entry.getValue()) {
                    case Say say -> {
                        if (age >= say.steps()) {
                            ended.add(new Ended(entry.getKey(), say.outcome()));
                        }
                    }
                    case SayOnce once -> {
                        if (once.condition().getAsBoolean()) {
                            ended.add(new Ended(entry.getKey(), once.outcome()));
                        }
                    }
                    case Break broken -> throw new IllegalStateException(broken.message());
                    case Hang hang -> Thread.onSpinWait();
                }
            }
            ended.forEach(end -> acts.remove(end.ticket()));
            return ended;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
