package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.colloquy.pretrain.Pretraining;
import org.colloquy.pretrain.PretrainingRecipe;
import org.colloquy.pretrain.Slip;
import org.colloquy.pretrain.TranscriptSettings;
import org.colloquy.question.Family;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.CosineSchedule;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Supervised;
import org.colloquy.transformer.TrainingBatch;
import org.colloquy.transformer.Transformer;

/**
 * A pretraining step of a builtin agent, as a share of the processor's fused multiply-add peak.
 *
 * <p>Work is counted as 6 x parameters x tokens (Kaplan et al. 2020), which leaves attention's
 * products out; its time is in.
 */
public final class TrainBench implements Benchmark {

    private static final double GOAL = 0.40;
    private static final int BATCH = 32;
    private static final int REPEATS = 5;
    private static final long WARM_UP_NANOS = 8_000_000_000L;
    private static final long SAMPLE_NANOS = 1_000_000_000L;

    private final int threads;

    public TrainBench(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String description() {
        return "a pretraining step of builtin:ada, as a share of the multiply-add peak";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        List<Figure> figures = new ArrayList<>();
        try (VectorOps ops = new VectorOps(threads)) {
            progress.accept("multiply-add peak of " + threads + " threads");
            double peak = FmaPeak.gigaflops(threads);
            ModelFolder.Model model = Builtin.read(ops);
            Parameters parameters = model.parameters();
            TrainingBatch batch = batch(model, ops);
            CosineSchedule schedule = new CosineSchedule(1e-5, 1, 0, 1000);
            Supervised supervised =
                    new Supervised(
                            new Transformer(parameters, ops),
                            AdamWSettings.PRETRAINING,
                            schedule,
                            Pretraining.MICRO_BATCH_TOKENS,
                            ops);
            progress.accept("pretraining steps of " + batch.sequences().size() + " tokens");
            double nanos =
                    Timing.medianNanos(
                            () -> supervised.train(batch), WARM_UP_NANOS, REPEATS, SAMPLE_NANOS);
            double tokens = batch.sequences().size();
            double rate = 6.0 * parameters.flat().size() * tokens / nanos;
            figures.add(Figure.of("multiply-add peak", peak, "GFLOP/s"));
            figures.add(Figure.of("trained", tokens / nanos * 1e9, "tokens/s"));
            figures.add(Figure.of("6 x parameters x tokens", rate, "GFLOP/s"));
            figures.add(Figure.atLeast(GOAL, "share of the peak", rate / peak, "ratio"));
        }
        return figures;
    }

    private static TrainingBatch batch(ModelFolder.Model model, VectorOps ops) {
        PretrainingRecipe recipe =
                new PretrainingRecipe(
                        "bench",
                        1,
                        model.parameters().config(),
                        TranscriptSettings.builtin(
                                Family.labels(), List.of(1, 2, 3, 4), Slip.FORGOTTEN_CARRY),
                        BATCH,
                        new CosineSchedule(1e-5, 1, 0, 2),
                        AdamWSettings.PRETRAINING);
        return new Pretraining(recipe, ops).batch(0);
    }
}
