package org.colloquy.actors.node;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.LanguageModel;

/**
 * Another model whose requests end only while the gate is open.
 *
 * <p>Its server keeps ticking meanwhile and needs a thread of its own.
 */
record GatedModel(LanguageModel model, AtomicBoolean open) implements LanguageModel {

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public CompletionBatch open(int capacity) {
        return new Batch(model.open(capacity), open);
    }

    @Override
    public void close() {
        model.close();
    }

    private record Batch(CompletionBatch batch, AtomicBoolean open) implements CompletionBatch {

        @Override
        public int capacity() {
            return batch.capacity();
        }

        @Override
        public int running() {
            return batch.running();
        }

        @Override
        public void add(long ticket, CompletionRequest request) {
            batch.add(ticket, request);
        }

        @Override
        public void cancel(long ticket) {
            batch.cancel(ticket);
        }

        @Override
        public List<Ended> step() {
            return open.get() ? batch.step() : List.of();
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
