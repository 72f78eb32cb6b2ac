package org.colloquy.transformer;

import java.util.Arrays;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * One step of supervised training: cross-entropy over the weighted rows, gradients, clip, update.
 *
 * <p>The loss is the weighted mean over all rows of the batch. The batch goes through in
 * micro-batches of whole sequences, which bounds the workspace and keeps it in cache; their size
 * changes no bit of the gradients or the loss.
 */
public final class Supervised {

    /**
     * What one step did.
     *
     * @param loss weighted mean cross-entropy in nats, before the update
     * @param gradientNorm before the clip
     */
    public record Step(double loss, double gradientNorm, float learningRate, int tokens) {}

    private record Loss(double sum, double weight) {}

    private final Transformer transformer;
    private final TensorOps ops;
    private final AdamW optimizer;
    private final CosineSchedule schedule;
    private final int microBatchTokens;
    private final Gradients gradients;
    private final RowBuffer losses; // (rows)

    /**
     * @param microBatchTokens most rows in one pass, unless one sequence alone has more
     */
    public Supervised(
            Transformer transformer,
            AdamWSettings settings,
            CosineSchedule schedule,
            int microBatchTokens,
            TensorOps ops) {
        this.transformer = transformer;
        this.ops = ops;
        this.schedule = schedule;
        this.microBatchTokens = microBatchTokens;
        optimizer = new AdamW(transformer.parameters(), settings, ops);
        gradients = new Gradients(transformer.config(), ops);
        losses = new RowBuffer(ops, 1);
    }

    /** Trains on one batch; the step's number, for the schedule, is the updates done so far. */
    public Step train(TrainingBatch batch) {
        Loss loss = accumulate(batch);
        float learningRate = schedule.rate(optimizer.updates());
        double norm = optimizer.update(gradients, learningRate, 1 / loss.weight());
        return new Step(loss.sum() / loss.weight(), norm, learningRate, batch.sequences().size());
    }

    /** The weighted mean loss without training. */
    public double loss(TrainingBatch batch) {
        Loss loss = pass(batch, false);
        return loss.sum() / loss.weight();
    }

    /** The optimizer, for checkpoints. */
    public AdamW optimizer() {
        return optimizer;
    }

    private Loss accumulate(TrainingBatch batch) {
        gradients.clear();
        return pass(batch, true);
    }

    private Loss pass(TrainingBatch batch, boolean backward) {
        int[] starts = batch.sequences().starts();
        int t = batch.sequences().size();
        double sum = 0;
        double weight = 0;
        int first = 0;
        while (first < starts.length) {
            int next = first + 1;
            while (next < starts.length
                    && end(starts, next, t) - starts[first] <= microBatchTokens) {
                next++;
            }
            TrainingBatch part = part(batch, first, next);
            for (float rowLoss : rowLosses(part, backward)) {
                sum += rowLoss;
            }
            for (float rowWeight : part.weights()) {
                weight += rowWeight;
            }
            first = next;
        }
        if (!(weight > 0)) {
            throw new IllegalArgumentException(
                    "all %d rows of the batch have weight 0; there is nothing to learn"
                            .formatted(t));
        }
        return new Loss(sum, weight);
    }

    private float[] rowLosses(TrainingBatch part, boolean backward) {
        int n = 0;
        int[] rows = new int[part.weights().length];
        int[] targets = new int[rows.length];
        float[] weights = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            if (part.weights()[row] > 0) {
                rows[n] = row;
                targets[n] = part.targets()[row];
                weights[n++] = part.weights()[row];
            }
        }
        float[] values = new float[n];
        if (n == 0) {
            return values;
        }
        Tensor logits = transformer.forward(part.sequences(), Arrays.copyOf(rows, n)); // (n, V)
        Tensor loss = losses.rows(n);
        ops.crossEntropy(
                loss,
                logits,
                Arrays.copyOf(targets, n),
                Arrays.copyOf(weights, n),
                transformer.config().vocabulary());
        if (backward) {
            transformer.backward(logits, gradients);
        }
        ops.download(loss, values);
        return values;
    }

    /** Sequences {@code first} to before {@code next}. */
    private static TrainingBatch part(TrainingBatch batch, int first, int next) {
        int[] starts = batch.sequences().starts();
        int from = starts[first];
        int to = end(starts, next - 1, batch.sequences().size());
        int[] partStarts = new int[next - first];
        for (int s = first; s < next; s++) {
            partStarts[s - first] = starts[s] - from;
        }
        return new TrainingBatch(
                new PackedSequences(
                        Arrays.copyOfRange(batch.sequences().tokens(), from, to), partStarts),
                Arrays.copyOfRange(batch.targets(), from, to),
                Arrays.copyOfRange(batch.weights(), from, to));
    }

    private static int end(int[] starts, int sequence, int size) {
        return sequence + 1 < starts.length ? starts[sequence + 1] : size;
    }
}
