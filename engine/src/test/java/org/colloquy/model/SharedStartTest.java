package org.colloquy.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.PrefixTree;
import org.colloquy.transformer.TransformerConfig;
import org.colloquy.transformer.WordTokenizer;
import org.junit.jupiter.api.Test;

/** Many answers to one question: its prompt is read once, and that changes no bit. */
class SharedStartTest {

    private static final int SAMPLES = 6;
    private static final int LIMIT = 5;
    private static final String PROMPT = "First 1 plus 2 is";

    private final WordTokenizer tokenizer =
            WordTokenizer.ofTexts(
                    List.of("First Second plus is Answer . ? 0 1 2 3 4 5 6 7 8 9 \n"));
    private final TransformerConfig config =
            new TransformerConfig(tokenizer.size(), 8, 1, 2, 1, 4, 12, 10_000, 1e-5f, 80, true);
    private final Parameters parameters = Parameters.initial(config, 6, new ScalarOps());
    private int rowsRead;

    /** Counts the rows whose queries are turned, one call with two heads a pass. */
    private TensorOps counting() {
        TensorOps ops = new ScalarOps();
        return (TensorOps)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {TensorOps.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("rotary")
                                    && (int) arguments[3] == config.heads()) {
                                rowsRead += ((int[]) arguments[2]).length;
                            }
                            try {
                                return method.invoke(ops, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        });
    }

    private CompletionBatch open(int capacity) {
        return new TransformerModel("tiny", parameters, tokenizer, this::counting).open(capacity);
    }

    private static CompletionRequest request(long key, String prompt) {
        Sampling sampling = new Sampling(1, 0, 1, 0, LIMIT, List.of());
        return new CompletionRequest(key, prompt, sampling, Occasion.NONE);
    }

    private static SortedMap<Long, Completion> finish(CompletionBatch batch) {
        SortedMap<Long, Completion> completions = new TreeMap<>();
        while (batch.running() > 0) {
            for (Ended ended : batch.step()) {
                completions.put(
                        ended.ticket(), assertInstanceOf(Completion.class, ended.outcome()));
            }
        }
        return completions;
    }

    @Test
    void whatSeveralHaveInCommonIsReadOnce() {
        try (CompletionBatch batch = open(SAMPLES)) {
            for (int i = 0; i < SAMPLES; i++) {
                batch.add(i, request(i, PROMPT));
            }
            SortedMap<Long, Completion> completions = finish(batch);
            assertEquals(distinctStarts(completions), rowsRead);
            completions.forEach(
                    (key, together) -> {
                        try (CompletionBatch single = open(1)) {
                            single.add(key, request(key, PROMPT));
                            Completion alone = finish(single).get(key);
                            assertArrayEquals(alone.tokenIds(), together.tokenIds());
                            assertArrayEquals(alone.logProbs(), together.logProbs());
                        }
                    });
        }
    }

    /** Starts of prompt and answer, without the whole, whose last token nobody reads. */
    private int distinctStarts(SortedMap<Long, Completion> completions) {
        int[] prompt = tokenizer.encodePrompt(PROMPT);
        PrefixTree tree = new PrefixTree(SAMPLES * (prompt.length + LIMIT));
        for (Completion completion : completions.values()) {
            int answer = completion.tokenIds().length - 1;
            int[] read = Arrays.copyOf(prompt, prompt.length + answer);
            System.arraycopy(completion.tokenIds(), 0, read, prompt.length, answer);
            tree.add(read);
        }
        return tree.rows().count();
    }

    @Test
    void aPromptIsReadByAnotherIfItsReaderLeaves() {
        try (CompletionBatch batch = open(3)) {
            batch.add(0, request(0, PROMPT));
            batch.add(1, request(1, PROMPT));
            batch.add(2, request(2, PROMPT + " 7"));
            batch.cancel(0);
            assertEquals(2, finish(batch).size());
        }
    }

    @Test
    void aRunningPromptIsTakenOverByALaterOne() {
        try (CompletionBatch batch = open(2)) {
            batch.add(0, request(0, PROMPT));
            batch.step();
            int before = rowsRead;
            batch.add(1, request(1, PROMPT + " 7 ."));
            batch.step();
            int ofFirst = 1;
            int ofSecond = 2;
            assertEquals(ofFirst + ofSecond, rowsRead - before);
        }
    }
}
