package org.colloquy.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.colloquy.bench.Figure;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.TransformerConfig;

/**
 * Trains and samples {@code builtin:ada} on our transformer and on libtorch by turns, in one
 * process, once both are shown to compute the same.
 */
public final class PeerBench {

    private static final double GOAL = 1.5;
    private static final double LEARNING_RATE = 1e-5;
    private static final int SEQUENCES = 32;
    private static final int LENGTH = 96;
    private static final int[] SAMPLED = {1, 16, 128};
    private static final int SAMPLED_TOKENS = 64;
    private static final String PROMPT = "Question: What is (47 + 38) * 3 - 29?\nIdea: ";
    private static final int FORCED = 48;
    private static final int ADDITIONS = 10_000;
    private static final long FIRST_WARM_UP_NANOS = 4_000_000_000L;
    private static final long WARM_UP_NANOS = 1_000_000_000L;

    private final ModelFolder.Model model;
    private final Batches batches;
    private final VectorOps ops;
    private final Consumer<String> progress;
    private final List<Figure> figures = new ArrayList<>();

    private PeerBench(VectorOps ops, Consumer<String> progress) throws IOException {
        this.ops = ops;
        this.progress = progress;
        model = ModelFolder.read("builtin:ada", ops);
        TransformerConfig config = model.parameters().config();
        batches = Batches.of(config, SEQUENCES, LENGTH, ops);
    }

    /**
     * Exits with 1 when the two do not agree.
     *
     * @param args thread counts
     */
    public static void main(String[] args) throws IOException {
        try (VectorOps ops = new VectorOps(1)) {
            PeerBench bench = new PeerBench(ops, System.err::println);
            List<String> disagreements = bench.agree();
            if (disagreements.isEmpty()) {
                for (String threads : args) {
                    bench.measure(Integer.parseInt(threads));
                }
                bench.measureBorder();
            }
            bench.print();
            disagreements.forEach(line -> System.err.println("they disagree on " + line));
            System.exit(disagreements.isEmpty() ? 0 : 1);
        }
    }

    private List<String> agree() throws IOException {
        progress.accept("whether both compute the same");
        Agreement agreement = new Agreement();
        try (Contender ours = ours(1);
                Contender theirs = theirs(1)) {
            int[] forced = Arrays.copyOf(batches.equal().sequences().tokens(), FORCED);
            agreement.compareDecoding(
                    ours.decode(prompt(), forced), theirs.decode(prompt(), forced));
            agreement.compare(ours.lesson(batches.equal()), theirs.lesson(batches.equal()));
        }
        figures.addAll(agreement.figures());
        return agreement.disagreements();
    }

    private void measure(int threads) throws IOException {
        String how = threads == 1 ? "1 thread" : threads + " threads";
        progress.accept(how + ": training");
        try (Contender ours = ours(threads);
                Contender theirs = theirs(threads)) {
            Contender.Lesson our = ours.lesson(batches.equal());
            Contender.Lesson their = theirs.lesson(batches.equal());
            Duel equal = Duel.fight(our::train, their::train, FIRST_WARM_UP_NANOS);
            add(how + ", trained, equal lengths", SEQUENCES * LENGTH, equal);
            Contender.Lesson ourWhole = ours.lesson(batches.whole());
            Contender.Lesson theirWhole = theirs.lesson(batches.whole());
            Duel whole = Duel.fight(ourWhole::train, theirWhole::train, WARM_UP_NANOS);
            add(how + ", trained, as they come", batches.whole().sequences().size(), whole);
            for (int sequences : SAMPLED) {
                progress.accept(how + ": sampling " + sequences);
                Duel duel =
                        Duel.fight(
                                () -> ours.sample(prompt(), sequences, SAMPLED_TOKENS),
                                () -> theirs.sample(prompt(), sequences, SAMPLED_TOKENS),
                                WARM_UP_NANOS);
                add(how + ", sampled, " + sequences, sequences * SAMPLED_TOKENS, duel);
            }
        }
    }

    /** What an operation costs more when Java calls it, as the peer here does not. */
    private void measureBorder() throws IOException {
        progress.accept("the border between Java and libtorch");
        try (Libtorch libtorch = theirs(1)) {
            Duel duel =
                    Duel.fight(
                            () -> libtorch.addInside(ADDITIONS),
                            () -> libtorch.addFromJava(ADDITIONS),
                            WARM_UP_NANOS);
            double inside = duel.oursNanos() / ADDITIONS / 1e3;
            double fromJava = duel.theirsNanos() / ADDITIONS / 1e3;
            figures.add(Figure.of("libtorch's addition of one element, as here", inside, "us"));
            figures.add(Figure.of("the same called from Java each time", fromJava, "us"));
        }
    }

    private Contender ours(int threads) {
        return new Ours(model.parameters(), AdamWSettings.PRETRAINING, LEARNING_RATE, threads);
    }

    private Libtorch theirs(int threads) throws IOException {
        return new Libtorch(
                model.parameters(), AdamWSettings.PRETRAINING, LEARNING_RATE, threads, ops);
    }

    private int[] prompt() {
        return model.tokenizer().encodePrompt(PROMPT);
    }

    private void add(String name, int tokens, Duel duel) {
        figures.add(Figure.of(name + ", ours", tokens * 1e9 / duel.oursNanos(), "tokens/s"));
        figures.add(Figure.of(name + ", libtorch", tokens * 1e9 / duel.theirsNanos(), "tokens/s"));
        figures.add(Figure.atLeast(GOAL, name + ", ours / libtorch", duel.ratio(), "ratio"));
    }

    private void print() {
        System.out.println(
                "builtin:ada on our transformer and on libtorch, by turns in one process");
        int names = figures.stream().mapToInt(figure -> figure.name().length()).max().orElse(1);
        for (Figure figure : figures) {
            String value =
                    String.format(
                            Locale.ROOT, figure.value() >= 100 ? "%,.0f" : "%.3f", figure.value());
            String goal =
                    figure.goal().isEmpty()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "  %s goal %.3f",
                                    figure.reached() ? "+" : "x",
                                    figure.goal().getAsDouble());
            System.out.printf(
                    Locale.ROOT,
                    "%-" + names + "s%12s %s%s%n",
                    figure.name(),
                    value,
                    figure.unit(),
                    goal);
        }
    }
}
