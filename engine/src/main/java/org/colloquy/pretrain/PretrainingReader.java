package org.colloquy.pretrain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.question.Family;
import org.colloquy.scenario.Fields;
import org.colloquy.scenario.Located;
import org.colloquy.scenario.ScenarioFile;
import org.colloquy.scenario.ScenarioProblems;
import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.CosineSchedule;
import org.colloquy.transformer.TransformerConfig;

/**
 * Reads the recipes under {@code scenarios/pretrain}; every mistake is found before any is told.
 */
public final class PretrainingReader {

    private static final int MOST = 1 << 20;
    private static final float NORM_EPSILON = 1e-5f;
    private static final double ROPE_THETA = 10_000;

    private PretrainingReader() {}

    /**
     * @param overrides each {@code path=value}, as for scenarios
     * @throws ScenarioProblems with everything that is wrong
     */
    public static PretrainingRecipe read(Path path, List<String> overrides) {
        return bind(ScenarioFile.open(path, overrides));
    }

    /**
     * The recipe that a parsed file describes.
     *
     * @throws ScenarioProblems with everything that is wrong
     */
    public static PretrainingRecipe bind(ScenarioFile file) {
        Fields top = file.binder().root(file.root());
        String name = top.neededText("name");
        long seed = top.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0);
        Fields pretrain = top.neededSection("pretrain");
        TransformerConfig model = model(pretrain.section("model"));
        TranscriptSettings transcripts = transcripts(pretrain.section("transcripts"));
        int batch = pretrain.count("batch", 1, 4096, 64);
        CosineSchedule schedule = schedule(pretrain);
        AdamWSettings optimizer = optimizer(pretrain.section("optimizer"));
        pretrain.end();
        top.end();
        file.binder().throwIfAny();
        return new PretrainingRecipe(name, seed, model, transcripts, batch, schedule, optimizer);
    }

    private static TransformerConfig model(Fields fields) {
        int heads = fields.count("heads", 1, 1024, 4);
        int groups = fields.count("key-value-heads", 1, 1024, heads);
        if (heads % groups != 0) {
            fields.problem(
                    fields.place("key-value-heads"),
                    "key-value-heads",
                    "is " + groups + ", which does not divide the " + heads + " heads",
                    "choose a divisor");
            groups = heads;
        }
        int headWidth = fields.count("head-width", 2, 1024, 32);
        if (headWidth % 2 != 0) {
            fields.problem(
                    fields.place("head-width"),
                    "head-width",
                    "is " + headWidth + ", which is odd",
                    "rotary positions turn pairs; choose an even width");
            headWidth++;
        }
        TransformerConfig config =
                new TransformerConfig(
                        1,
                        fields.count("width", 2, MOST, 128),
                        fields.count("layers", 1, 1024, 4),
                        heads,
                        groups,
                        headWidth,
                        fields.count("feed-forward", 1, MOST, 352),
                        ROPE_THETA,
                        NORM_EPSILON,
                        fields.count("positions", 8, MOST, 1024),
                        true);
        fields.end();
        return config;
    }

    private static TranscriptSettings transcripts(Fields fields) {
        List<String> families = new ArrayList<>();
        for (Located item : fields.items("families")) {
            fields.choice("families", item, Family.labels()).ifPresent(families::add);
        }
        List<Integer> levels = new ArrayList<>();
        for (Located item : fields.items("levels")) {
            fields.whole("levels", item, 1, 4).ifPresent(level -> levels.add(level.intValue()));
        }
        String slip = fields.choice("misconception", Slip.labels(), Slip.labels().getFirst());
        TranscriptSettings usual =
                TranscriptSettings.builtin(
                        families.isEmpty() ? Family.labels() : families,
                        levels.isEmpty() ? List.of(1, 2, 3, 4) : levels,
                        Slip.ofLabel(slip));
        TranscriptSettings settings =
                new TranscriptSettings(
                        usual.families(),
                        usual.levels(),
                        usual.misconception(),
                        fields.number("slip", 0, 1, usual.slip()),
                        fields.number("solo", 0, 0.9, usual.solo()),
                        fields.number("comparison", 0, 0.05, usual.comparison()),
                        fields.number("debate", 0, 0.05, usual.debate()),
                        usual.peers(),
                        fields.number("peer-right", 0, 1, usual.peerRight()),
                        fields.number("peer-unclear", 0, 1, usual.peerUnclear()));
        fields.end();
        return settings;
    }

    private static CosineSchedule schedule(Fields fields) {
        int steps = fields.count("steps", 1, MOST, 2000);
        int warmUp = fields.count("warm-up-steps", 0, MOST, Math.min(100, steps - 1));
        if (warmUp >= steps) {
            fields.problem(
                    fields.place("warm-up-steps"),
                    "warm-up-steps",
                    "is " + warmUp + ", not below the " + steps + " steps",
                    "a twentieth of the steps is usual");
            warmUp = 0;
        }
        double rate = fields.number("learning-rate", Double.MIN_VALUE, 1, 2e-3);
        return new CosineSchedule(rate, fields.number("final-fraction", 0, 1, 0.1), warmUp, steps);
    }

    private static AdamWSettings optimizer(Fields fields) {
        AdamWSettings usual = AdamWSettings.PRETRAINING;
        double below1 = StrictMath.nextDown(1.0);
        AdamWSettings settings =
                new AdamWSettings(
                        (float) fields.number("beta1", 0, below1, usual.beta1()),
                        (float) fields.number("beta2", 0, below1, usual.beta2()),
                        usual.epsilon(),
                        (float) fields.number("weight-decay", 0, 10, usual.weightDecay()),
                        (float) fields.number("clip-norm", 1e-6, 1e6, usual.clipNorm()));
        fields.end();
        return settings;
    }
}
