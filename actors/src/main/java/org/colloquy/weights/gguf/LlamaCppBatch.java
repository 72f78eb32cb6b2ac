package org.colloquy.weights.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Finish;
import org.colloquy.model.Outcome;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;

/** Requests to one llama.cpp model, of which the oldest is under way and the others wait. */
final class LlamaCppBatch implements CompletionBatch {

    private record Waiting(long ticket, CompletionRequest request) {}

    /** The request under way. */
    private static final class Speaking {
        final LlamaIterator pieces;
        final StringBuilder text = new StringBuilder();
        final int promptTokens;
        int tokens;

        Speaking(LlamaIterator pieces, int promptTokens) {
            this.pieces = pieces;
            this.promptTokens = promptTokens;
        }
    }

    private final LlamaCppModel model;
    private final int capacity;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private Optional<Speaking> speaking = Optional.empty();

    LlamaCppBatch(LlamaCppModel model, int capacity) {
        this.model = model;
        this.capacity = capacity;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int running() {
        return queue.size();
    }

    @Override
    public void add(long ticket, CompletionRequest request) {
        if (queue.size() == capacity) {
            throw new IllegalStateException("the batch of " + capacity + " is full");
        }
        queue.addLast(new Waiting(ticket, request));
    }

    @Override
    public void cancel(long ticket) {
        if (!queue.isEmpty() && queue.getFirst().ticket() == ticket) {
            stop();
        }
        queue.removeIf(waiting -> waiting.ticket() == ticket);
    }

    /** One token of the oldest request. */
    @Override
    public List<Ended> step() {
        List<Ended> ended = new ArrayList<>();
        if (!queue.isEmpty()) {
            advance(queue.getFirst().request())
                    .ifPresent(
                            outcome -> {
                                ended.add(new Ended(queue.removeFirst().ticket(), outcome));
                                speaking = Optional.empty();
                            });
        }
        return ended;
    }

    @Override
    public void close() {
        stop();
        queue.clear();
    }

    private void stop() {
        speaking.ifPresent(one -> one.pieces.cancel());
        speaking = Optional.empty();
    }

    /** The request's outcome, if this token was its last. */
    private Optional<Outcome> advance(CompletionRequest request) {
        try {
            if (speaking.isEmpty()) {
                Optional<Outcome> refusal = start(request);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            Speaking one = speaking.orElseThrow();
            if (one.pieces.hasNext()) {
                LlamaOutput piece = one.pieces.next();
                one.text.append(piece.text);
                one.tokens++;
            }
            return one.pieces.hasNext() ? Optional.empty() : Optional.of(whole(one, request));
        } catch (RuntimeException failed) {
            return Optional.of(new Refusal("llama.cpp: " + failed.getMessage()));
        }
    }

    private Optional<Outcome> start(CompletionRequest request) {
        String prompt = model.framed(request.prompt());
        int tokens = model.library().encode(prompt).length + 1;
        if (tokens >= model.context()) {
            return Optional.of(
                    new Refusal(
                            "the prompt has %d tokens, the model's context is %d and needs room for an answer; shorten the dialogue"
                                    .formatted(tokens, model.context())));
        }
        int room = model.context() - tokens;
        Sampling sampling = request.sampling();
        InferenceParameters parameters =
                new InferenceParameters(prompt)
                        .setTemperature((float) sampling.temperature())
                        .setTopK(sampling.topK())
                        .setTopP((float) sampling.topP())
                        .setMinP((float) sampling.minP())
                        .setNPredict(Math.min(room, sampling.maxTokens()))
                        .setSeed((int) (request.key() & Integer.MAX_VALUE))
                        .setRepeatPenalty(1)
                        .setCachePrompt(false)
                        .setStopStrings(sampling.stop().toArray(String[]::new));
        speaking =
                Optional.of(new Speaking(model.library().generate(parameters).iterator(), tokens));
        return Optional.empty();
    }

    private static Completion whole(Speaking one, CompletionRequest request) {
        boolean full = one.tokens > request.sampling().maxTokens();
        return new Completion(
                one.text.toString(),
                new int[0],
                new float[0],
                one.promptTokens,
                full ? Finish.LENGTH : Finish.STOP);
    }
}
