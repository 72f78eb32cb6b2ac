package org.colloquy.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.PackedSequences;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Transformer;
import org.colloquy.transformer.TransformerConfig;
import org.colloquy.transformer.WordTokenizer;
import org.junit.jupiter.api.Test;

class TransformerModelTest {

    private static final int CONTEXT = 150;
    private static final int REQUESTS = 40;

    private final TensorOps ops = new ScalarOps();
    private final WordTokenizer tokenizer =
            WordTokenizer.ofTexts(
                    List.of("First Second plus is Answer . ? 0 1 2 3 4 5 6 7 8 9 \n"));
    private final TransformerConfig config =
            new TransformerConfig(
                    tokenizer.size(), 12, 2, 4, 2, 4, 20, 10_000, 1e-5f, CONTEXT, true);
    private final Parameters parameters = Parameters.initial(config, 6, ops);
    private final TransformerModel model =
            new TransformerModel("tiny", parameters, tokenizer, ScalarOps::new);

    /** Many answers to few prompts, sure enough to agree for some tokens before they differ. */
    private List<CompletionRequest> alike() {
        List<CompletionRequest> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            long key = CounterRandom.key(9, "alike", i);
            String prompt = List.of("First 1", "First 1 plus", "Second 2").get(i % 3);
            Sampling sampling = new Sampling(i % 7 == 0 ? 1 : 0.1, 0, 1, 0, 20, List.of());
            requests.add(new CompletionRequest(key, prompt, sampling, Occasion.NONE));
        }
        return requests;
    }

    @Test
    void requestsThatAgreeForAWhileAnswerAsIfAlone() {
        SortedMap<Long, Completion> alone = run(model, alike(), 1, 0);
        assertTrue(
                alone.values().stream().map(Completion::text).distinct().count() > 6,
                "answers that never differ test nothing");
        for (int seed = 1; seed < 8; seed++) {
            assertSame(alone, run(model, alike(), 3 * seed, seed));
        }
    }

    /** Requests of all kinds; every third continues the one before as a conversation does. */
    private List<CompletionRequest> requests() {
        List<CompletionRequest> requests = new ArrayList<>();
        String prompt = "";
        for (int i = 0; i < REQUESTS; i++) {
            long key = CounterRandom.key(8, "request", i);
            if (i % 3 == 0) {
                prompt = "First";
            }
            int words = 1 + CounterRandom.below(key, 1, 30);
            int[] ids = new int[words];
            for (int w = 0; w < words; w++) {
                ids[w] = 4 + CounterRandom.below(key, 2 + w, tokenizer.size() - 4);
            }
            prompt += tokenizer.decodeAfter(prompt, ids);
            double temperature = List.of(0.0, 0.7, 1.0, 1.5).get(i % 4);
            int topK = i % 5 == 1 ? 4 : 0;
            double topP = i % 5 == 2 ? 0.9 : 1;
            int maxTokens = 1 + CounterRandom.below(key, 0, 24);
            Sampling sampling = new Sampling(temperature, topK, topP, 0, maxTokens, List.of());
            requests.add(new CompletionRequest(key, prompt, sampling, Occasion.NONE));
        }
        return requests;
    }

    /** Lets requests join in a random order at random borders. */
    private SortedMap<Long, Completion> run(int capacity, long seed) {
        return run(model, capacity, seed);
    }

    private SortedMap<Long, Completion> run(LanguageModel model, int capacity, long seed) {
        return run(model, requests(), capacity, seed);
    }

    private static SortedMap<Long, Completion> run(
            LanguageModel model, List<CompletionRequest> requests, int capacity, long seed) {
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            waiting.add(i);
        }
        long key = CounterRandom.key(seed, "joining");
        int counter = 0;
        SortedMap<Long, Completion> completions = new TreeMap<>();
        try (CompletionBatch batch = model.open(capacity)) {
            while (completions.size() < requests.size()) {
                int joining = CounterRandom.below(key, counter++, 4);
                while (joining-- > 0 && !waiting.isEmpty() && batch.running() < capacity) {
                    int next = CounterRandom.below(key, counter++, waiting.size());
                    int i = waiting.remove(next);
                    batch.add(i, requests.get(i));
                }
                for (Ended ended : batch.step()) {
                    Completion completion = assertInstanceOf(Completion.class, ended.outcome());
                    completions.put(ended.ticket(), completion);
                }
            }
            assertEquals(0, batch.running());
        }
        return completions;
    }

    @Test
    void completionsDoNotDependOnTheCompany() {
        SortedMap<Long, Completion> alone = run(1, 0);
        for (int seed = 1; seed < 6; seed++) {
            assertSame(alone, run(3 * seed, seed));
        }
    }

    @Test
    void completionsDoNotDependOnTheBackend() {
        SortedMap<Long, Completion> scalar = run(5, 1);
        for (int threads = 1; threads < 3; threads++) {
            int count = threads;
            LanguageModel vector =
                    new TransformerModel(
                            "vector", parameters, tokenizer, () -> new VectorOps(count));
            assertSame(scalar, run(vector, 11, 2));
        }
    }

    private static void assertSame(
            SortedMap<Long, Completion> expected, SortedMap<Long, Completion> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (ticket, one) -> {
                    Completion other = actual.getOrDefault(ticket, one);
                    assertArrayEquals(one.tokenIds(), other.tokenIds());
                    assertArrayEquals(one.logProbs(), other.logProbs());
                    assertEquals(one.text(), other.text());
                    assertEquals(one.finish(), other.finish());
                });
    }

    @Test
    void recordedLogProbsAreThoseOfATrainingForward() {
        List<CompletionRequest> requests = requests();
        Transformer transformer = new Transformer(parameters, ops);
        run(7, 3)
                .forEach(
                        (ticket, completion) -> {
                            CompletionRequest request = requests.get(ticket.intValue());
                            int[] prompt = tokenizer.encodePrompt(request.prompt());
                            int n = completion.tokenIds().length;
                            assertEquals(prompt.length, completion.promptTokens());
                            int[] all = Arrays.copyOf(prompt, prompt.length + n);
                            System.arraycopy(completion.tokenIds(), 0, all, prompt.length, n);
                            int[] rows = new int[n];
                            Arrays.setAll(rows, i -> prompt.length - 1 + i);
                            Tensor logits = transformer.forward(PackedSequences.of(all), rows);
                            Tensor out = ops.allocate(n);
                            double temperature = request.sampling().temperature();
                            float inverse = temperature == 0 ? 1 : (float) (1 / temperature);
                            ops.logProbs(
                                    out,
                                    logits,
                                    completion.tokenIds(),
                                    config.vocabulary(),
                                    inverse);
                            float[] expected = new float[n];
                            ops.download(out, expected);
                            assertArrayEquals(expected, completion.logProbs());
                        });
    }

    private Outcome complete(String prompt, Sampling sampling) {
        try (CompletionBatch batch = model.open(1)) {
            batch.add(1, new CompletionRequest(4, prompt, sampling, Occasion.NONE));
            List<Ended> ended = List.of();
            for (int i = 0; i < 1000 && ended.isEmpty(); i++) {
                ended = batch.step();
            }
            return ended.getFirst().outcome();
        }
    }

    @Test
    void aPromptWithoutRoomForAnAnswerIsRefused() {
        String longPrompt = "1".repeat(CONTEXT - 1);
        Outcome outcome = complete(longPrompt, Sampling.greedy(5));
        String reason = assertInstanceOf(Refusal.class, outcome).reason();
        assertTrue(reason.contains("prompt has 150 tokens, the model's context is 150"), reason);
        Completion last =
                assertInstanceOf(
                        Completion.class, complete(longPrompt.substring(1), Sampling.greedy(5)));
        assertEquals(1, last.tokenIds().length);
    }

    @Test
    void aStopTextEndsTheCompletionAndIsNotPartOfIt() {
        Sampling free = new Sampling(1, 0, 1, 0, 30, List.of());
        Completion whole = assertInstanceOf(Completion.class, complete("First 1", free));
        assertTrue(whole.text().length() > 12, whole.text());
        String stop = whole.text().substring(8, 10);
        Sampling stopped = new Sampling(1, 0, 1, 0, 30, List.of("no such", stop));
        Completion cut = assertInstanceOf(Completion.class, complete("First 1", stopped));
        assertEquals(whole.text().substring(0, whole.text().indexOf(stop)), cut.text());
        assertEquals(Finish.STOP, cut.finish());
        assertTrue(cut.tokenIds().length < whole.tokenIds().length);
    }

    @Test
    void damagedWeightsRefuseInsteadOfAnswering() {
        Parameters damaged = parameters.copy(ops);
        ops.fill(damaged.undecayed(), Float.NaN);
        try (CompletionBatch batch =
                new TransformerModel("", damaged, tokenizer, ScalarOps::new).open(1)) {
            batch.add(1, new CompletionRequest(1, "First", Sampling.greedy(3), Occasion.NONE));
            Outcome outcome = batch.step().getFirst().outcome();
            assertTrue(assertInstanceOf(Refusal.class, outcome).reason().contains("damaged"));
            assertEquals(0, batch.running());
        }
    }

    @Test
    void requestsCanLeaveEarlyAndTheBatchIsBounded() {
        CompletionRequest request =
                new CompletionRequest(1, "First", Sampling.greedy(30), Occasion.NONE);
        try (CompletionBatch batch = model.open(2)) {
            batch.add(1, request);
            batch.add(2, request);
            assertThrows(IllegalStateException.class, () -> batch.add(3, request));
            batch.step();
            batch.cancel(1);
            batch.cancel(77);
            assertEquals(1, batch.running());
            batch.add(3, request);
            assertFalse(batch.step().stream().anyMatch(ended -> ended.ticket() == 1));
        }
    }
}
