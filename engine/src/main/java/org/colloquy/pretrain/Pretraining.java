package org.colloquy.pretrain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.colloquy.dialogue.Vocabulary;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.PackedSequences;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Supervised;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.TrainingBatch;
import org.colloquy.transformer.Transformer;
import org.colloquy.transformer.WordTokenizer;

/**
 * Makes a builtin agent out of nothing but a recipe: supervised learning on generated transcripts.
 *
 * <p>Step s trains on the transcripts s * batch to (s + 1) * batch - 1, each a pure function of the
 * recipe, so the weights are too: the same recipe gives the same bytes on any machine and any
 * number of threads.
 */
public final class Pretraining {

    /** Rows of one pass: enough to keep several threads busy; changes no bit. */
    public static final int MICRO_BATCH_TOKENS = 4096;

    /**
     * How far it is.
     *
     * @param step updates done
     * @param loss of the last batch in nats a token
     * @param tokens seen so far
     */
    public record Progress(int step, int steps, double loss, double gradientNorm, long tokens) {}

    /** The finished weights and the vocabulary that they speak. */
    public record Pretrained(Parameters parameters, Tokenizer tokenizer) {}

    private final PretrainingRecipe recipe;
    private final TensorOps ops;
    private final WordTokenizer tokenizer = tokenizer();
    private final TranscriptWriter writer;

    public Pretraining(PretrainingRecipe recipe, TensorOps ops) {
        this.recipe = recipe;
        this.ops = ops;
        writer = new TranscriptWriter(recipe.transcripts(), recipe.seed());
    }

    /** The vocabulary of every agent that is pretrained here. */
    public static WordTokenizer tokenizer() {
        List<String> texts = new ArrayList<>(Vocabulary.words());
        texts.add(Vocabulary.NEWLINE);
        return WordTokenizer.ofTexts(texts);
    }

    /**
     * Trains from the first step to the last.
     *
     * @param listener hears of every step, on this thread; what it throws ends the training
     * @throws ArithmeticException if the loss is no longer finite, naming the step
     */
    public Pretrained run(Consumer<Progress> listener) {
        Parameters parameters =
                Parameters.initial(
                        recipe.model().withVocabulary(tokenizer.size()), recipe.seed(), ops);
        Supervised supervised =
                new Supervised(
                        new Transformer(parameters, ops),
                        recipe.optimizer(),
                        recipe.schedule(),
                        MICRO_BATCH_TOKENS,
                        ops);
        long tokens = 0;
        for (int step = 0; step < recipe.schedule().steps(); step++) {
            Supervised.Step done = supervised.train(batch(step));
            tokens += done.tokens();
            if (!Double.isFinite(done.loss())) {
                throw new ArithmeticException(
                        "the loss is %s at step %d; try a lower learning rate"
                                .formatted(done.loss(), step));
            }
            listener.accept(
                    new Progress(
                            step + 1,
                            recipe.schedule().steps(),
                            done.loss(),
                            done.gradientNorm(),
                            tokens));
        }
        return new Pretrained(parameters, tokenizer);
    }

    /** The batch of one step. */
    public TrainingBatch batch(int step) {
        List<Transcript.Tokens> transcripts = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < recipe.batch(); i++) {
            Transcript.Tokens tokens =
                    writer.write((long) step * recipe.batch() + i).tokens(tokenizer::encode);
            transcripts.add(tokens);
            size += Math.min(tokens.ids().length, recipe.model().maximumPositions());
        }
        int[] inputs = new int[size];
        int[] targets = new int[size];
        float[] weights = new float[size];
        int[] starts = new int[transcripts.size()];
        int row = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = row;
            Transcript.Tokens tokens = transcripts.get(i);
            int length = Math.min(tokens.ids().length, recipe.model().maximumPositions());
            for (int t = 0; t < length; t++, row++) {
                inputs[row] = t == 0 ? tokenizer.begin().orElseThrow() : tokens.ids()[t - 1];
                targets[row] = target(tokens, t);
                weights[row] = tokens.weights()[t];
            }
        }
        return new TrainingBatch(new PackedSequences(inputs, starts), targets, weights);
    }

    /** A learnt line ends in the end of the turn; what follows, if anything, is a new prompt. */
    private int target(Transcript.Tokens tokens, int t) {
        int id = tokens.ids()[t];
        return id == newline() && tokens.weights()[t] > 0 ? tokenizer.end() : id;
    }

    private int newline() {
        return tokenizer.encode(Vocabulary.NEWLINE)[0];
    }
}
