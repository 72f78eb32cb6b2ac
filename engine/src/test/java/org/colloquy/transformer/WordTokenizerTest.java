package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

class WordTokenizerTest {

    private final WordTokenizer tokenizer =
            WordTokenizer.ofTexts(
                    List.of(
                            "0123456789 . , ? ! : ; ( ) + - * / = < > ' \" \n",
                            "First plus is agrees it's Answer a \u00e9t\u00e9"));

    @Test
    void ordinaryTokensSurviveDecodingAndEncoding() {
        for (long seed = 0; seed < 2000; seed++) {
            long key = CounterRandom.key(seed, "text");
            int[] ids = new int[1 + CounterRandom.below(key, 0, 40)];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 4 + CounterRandom.below(key, i + 1, tokenizer.size() - 4);
            }
            String text = tokenizer.decode(ids);
            assertArrayEquals(ids, tokenizer.encode(text), text);
            assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
            int cut = CounterRandom.below(key, 99, ids.length);
            String start = tokenizer.decode(Arrays.copyOf(ids, cut));
            String rest = tokenizer.decodeAfter(start, Arrays.copyOfRange(ids, cut, ids.length));
            assertEquals(text, start + rest);
        }
    }

    @Test
    void decodesReadably() {
        String text = "First 47 plus 38 is 85. It's (3 + 4), a = 7!\nAnswer: 85?";
        Tokenizer all = WordTokenizer.ofTexts(List.of(text));
        assertEquals(text, all.decode(all.encode(text)));
        assertEquals(" is 85.", all.decodeAfter("47 plus 38", all.encode("is 85.")));
        assertEquals("is 85.", all.decodeAfter("47 plus 38 ", all.encode("is 85.")));
        assertEquals("is 85.", all.decodeAfter("", all.encode("is 85.")));
    }

    @Test
    void digitsStandAlone() {
        assertEquals(3, tokenizer.encode("226").length);
        assertArrayEquals(tokenizer.encode("2 2 6"), tokenizer.encode("226"));
    }

    @Test
    void textNeverBecomesASpecialToken() {
        assertArrayEquals(
                new int[] {
                    tokenizer.encode("<")[0],
                    tokenizer.encode("unheard")[0],
                    tokenizer.encode(">")[0]
                },
                tokenizer.encode("<eos>"));
        assertEquals(List.of("Zebra", "#"), tokenizer.unknownTokens("Zebra is # Zebra"));
        assertEquals("is <unk>", tokenizer.decode(tokenizer.encode("is Zebra")));
    }

    @Test
    void promptAndTurnAreFramed() {
        int[] is = tokenizer.encode("is");
        assertArrayEquals(
                new int[] {tokenizer.begin().getAsInt(), is[0]}, tokenizer.encodePrompt("is"));
        assertArrayEquals(new int[] {is[0], tokenizer.end()}, tokenizer.encodeTurn("is"));
        assertEquals("is", tokenizer.decode(tokenizer.begin().getAsInt(), is[0], tokenizer.end()));
    }

    @Test
    void unusableVocabulariesAreNamed() {
        List<String> special = List.of("<pad>", "<unk>", "<bos>", "<eos>");
        assertMessage("'12'", special, "12");
        assertMessage("'two words'", special, "two words");
        assertMessage("twice", special, "<pad>");
        assertMessage("lacks <eos>", special.subList(0, 3), "a");
        assertThrows(IllegalArgumentException.class, () -> tokenizer.token(tokenizer.size()));
    }

    private static void assertMessage(String part, List<String> tokens, String more) {
        List<String> all = new ArrayList<>(tokens);
        all.add(more);
        String message =
                assertThrows(IllegalArgumentException.class, () -> new WordTokenizer(all))
                        .getMessage();
        assertTrue(message.contains(part), message);
    }
}
