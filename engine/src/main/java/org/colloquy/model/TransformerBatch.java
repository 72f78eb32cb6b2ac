package org.colloquy.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.TokenDraw;
import org.colloquy.transformer.CachedRows;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Sampler;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.Transformer;

/**
 * Continuous batching over one key-value cache: each step is one pass that takes a decode row of
 * every request that has begun to answer, and a bounded number of prompt rows of those that have
 * not. A prompt that starts like another's waits for that one and takes its keys and values.
 *
 * <p>Requests that agree in all their tokens so far share one row, whose logits each of them draws
 * from by itself; the first of them computes it, and the others follow until they differ.
 */
final class TransformerBatch implements CompletionBatch {

    private static final int PROMPT_ROWS_PER_STEP = 256;
    private static final int NOT_AT_THE_BORDER = -1;

    /** One request under way. */
    private static final class Running {
        final long ticket;
        final CompletionRequest request;
        final Sampler sampler;
        final int[] tokens; // prompt, then what was sampled
        final float[] logProbs; // of what was sampled
        final int promptLength;
        final int slot;
        int length; // tokens known
        int hash = 1; // of the tokens known
        int outputRow; // of the pass, where it reaches the border

        Running(long ticket, CompletionRequest request, int[] tokens, int promptLength, int slot) {
            this.ticket = ticket;
            this.request = request;
            this.tokens = tokens;
            this.promptLength = promptLength;
            this.slot = slot;
            Sampling sampling = request.sampling();
            sampler =
                    new Sampler(
                            sampling.temperature(),
                            sampling.topK(),
                            sampling.topP(),
                            sampling.minP());
            logProbs = new float[tokens.length - promptLength];
            while (length < promptLength) {
                advance();
            }
        }

        /** One more of the tokens is known. */
        void advance() {
            hash = 31 * hash + tokens[length++];
        }

        boolean agrees(Running other) {
            return length == other.length
                    && Arrays.equals(tokens, 0, length, other.tokens, 0, length);
        }

        int sampled() {
            return length - promptLength;
        }
    }

    private final Tokenizer tokenizer;
    private final Transformer transformer;
    private final TensorOps ops;
    private final int capacity;
    private final SlotPool slots;
    private final List<Running> running = new ArrayList<>();
    private final List<Ended> refused = new ArrayList<>();

    /**
     * @param ops owned by this batch
     */
    TransformerBatch(Parameters parameters, Tokenizer tokenizer, TensorOps ops, int capacity) {
        this.tokenizer = tokenizer;
        this.ops = ops;
        this.capacity = capacity;
        transformer = new Transformer(parameters, ops);
        slots = new SlotPool(parameters.config(), ops, capacity);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int running() {
        return running.size() + refused.size();
    }

    @Override
    public void add(long ticket, CompletionRequest request) {
        if (running() == capacity) {
            throw new IllegalStateException("the batch of " + capacity + " is full");
        }
        int[] prompt = tokenizer.encodePrompt(request.prompt());
        int context = transformer.config().maximumPositions();
        if (prompt.length >= context) {
            refused.add(
                    new Ended(
                            ticket,
                            new Refusal(
                                    "the prompt has %d tokens, the model's context is %d and needs"
                                                    .formatted(prompt.length, context)
                                            + " room for an answer; shorten the dialogue")));
            return;
        }
        int length = Math.min(context, prompt.length + request.sampling().maxTokens());
        int[] tokens = Arrays.copyOf(prompt, length);
        slots.grow(length);
        int slot = slots.borrow(tokens, prompt.length);
        running.add(new Running(ticket, request, tokens, prompt.length, slot));
    }

    @Override
    public void cancel(long ticket) {
        refused.removeIf(ended -> ended.ticket() == ticket);
        for (Running one : List.copyOf(running)) {
            if (one.ticket == ticket) {
                leave(one);
            }
        }
    }

    @Override
    public Optional<Partial> partial(long ticket) {
        return running.stream()
                .filter(one -> one.ticket == ticket && one.sampled() > 0)
                .findFirst()
                .map(
                        one -> {
                            int[] sampled =
                                    Arrays.copyOfRange(one.tokens, one.promptLength, one.length);
                            return new Partial(
                                    tokenizer.decodeAfter(one.request.prompt(), sampled),
                                    sampled,
                                    Arrays.copyOf(one.logProbs, sampled.length));
                        });
    }

    @Override
    public List<Ended> step() {
        List<Ended> ended = new ArrayList<>(refused);
        refused.clear();
        if (running.isEmpty()) {
            return ended;
        }
        List<Running> border = new ArrayList<>();
        Tensor out = transformer.forwardCached(slots.cache(), rows(border)); // (border, V)
        List<Running> drawn = draw(border, out, ended);
        for (Running one : drawn) {
            end(one, ended);
        }
        return ended;
    }

    @Override
    public void close() {
        running.clear();
        refused.clear();
        ops.close();
    }

    /** The next pass; {@code border} gets the requests that reach a token border by it. */
    private CachedRows rows(List<Running> border) {
        Map<Integer, Running> leaders = new HashMap<>();
        List<Running> computed = new ArrayList<>();
        int promptRows = PROMPT_ROWS_PER_STEP;
        int[] counts = new int[running.size()];
        int size = 0;
        for (Running one : running) {
            Running leader = leaders.computeIfAbsent(one.hash, unseen -> one);
            if (leader != one && leader.agrees(one)) {
                slots.follow(one.slot, leader.slot, one.length);
                one.outputRow = leader.outputRow;
            } else {
                boolean ready = slots.catchUp(one.slot);
                int missing = one.length - slots.cache().length(one.slot);
                int count = missing == 1 ? 1 : ready ? Math.min(missing, promptRows) : 0;
                promptRows -= missing == 1 ? 0 : count;
                counts[computed.size()] = count;
                computed.add(one);
                size += count;
                one.outputRow = count == missing ? size - 1 : NOT_AT_THE_BORDER;
            }
            if (one.outputRow != NOT_AT_THE_BORDER) {
                border.add(one);
            }
        }
        return pass(computed, counts, size, border);
    }

    private CachedRows pass(List<Running> computed, int[] counts, int size, List<Running> border) {
        int[] tokens = new int[size];
        int[] slotOf = new int[size];
        int[] positions = new int[size];
        int row = 0;
        for (int i = 0; i < computed.size(); i++) {
            Running one = computed.get(i);
            int from = slots.cache().length(one.slot);
            for (int position = from; position < from + counts[i]; position++) {
                tokens[row] = one.tokens[position];
                slotOf[row] = one.slot;
                positions[row++] = position;
            }
        }
        int[] outputRows = border.stream().mapToInt(one -> one.outputRow).toArray();
        return new CachedRows(tokens, slotOf, positions, outputRows);
    }

    /** Draws a token for each request at the border; those with damaged logits are refused. */
    private List<Running> draw(List<Running> border, Tensor out, List<Ended> ended) {
        int n = border.size();
        List<TokenDraw> draws = new ArrayList<>(n);
        for (Running one : border) {
            draws.add(one.sampler.with(one.request.key(), one.sampled()));
        }
        int[] tokens = new int[n];
        float[] logProbs = new float[n];
        if (n > 0) {
            ops.sample(tokens, logProbs, out, draws, transformer.config().vocabulary());
        }
        List<Running> drawn = new ArrayList<>(n);
        for (int row = 0; row < n; row++) {
            Running one = border.get(row);
            if (tokens[row] == TokenDraw.DAMAGED) {
                ended.add(new Ended(one.ticket, new Refusal(Sampler.damage(logProbs[row]))));
                leave(one);
            } else {
                one.logProbs[one.sampled()] = logProbs[row];
                one.tokens[one.length] = tokens[row];
                one.advance();
                drawn.add(one);
            }
        }
        return drawn;
    }

    private void end(Running one, List<Ended> ended) {
        int[] sampled = Arrays.copyOfRange(one.tokens, one.promptLength, one.length);
        boolean atEnd = tokenizer.ends(sampled[sampled.length - 1]);
        boolean atLimit = one.length == one.tokens.length;
        List<String> stops = one.request.sampling().stop();
        if (!atEnd && !atLimit && stops.isEmpty()) {
            return;
        }
        String text = tokenizer.decodeAfter(one.request.prompt(), sampled);
        int stopAt = stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
        if (stopAt < 0 && !atEnd && !atLimit) {
            return;
        }
        ended.add(
                new Ended(
                        one.ticket,
                        new Completion(
                                stopAt < 0 ? text : text.substring(0, stopAt),
                                sampled,
                                Arrays.copyOf(one.logProbs, sampled.length),
                                one.promptLength,
                                atEnd || stopAt >= 0 ? Finish.STOP : Finish.LENGTH)));
        leave(one);
    }

    private void leave(Running one) {
        running.remove(one);
        slots.giveBack(one.slot);
    }
}
