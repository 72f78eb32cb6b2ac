package org.colloquy.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Text to token ids and back over a small fixed vocabulary: whole words, single digits, single
 * signs and the line break.
 *
 * <p>A word is a run of letters, with apostrophes inside. What the vocabulary lacks becomes {@link
 * #UNKNOWN}. Text never encodes to a special token. Decoding joins digits, puts no space before
 * closing signs, after an opening bracket or beside a line break, and one space elsewhere; so
 * ordinary tokens survive decoding and encoding, while spaces between numbers and runs of spaces do
 * not.
 */
public final class WordTokenizer implements Tokenizer {

    /** What a folder calls it. */
    static final String FILE = "vocab.json";

    /** Fills unused places. */
    public static final String PADDING = "<pad>";

    /** Stands for what the vocabulary lacks. */
    public static final String UNKNOWN = "<unk>";

    /** Starts every sequence. */
    public static final String BEGIN = "<bos>";

    /** Ends a turn. */
    public static final String END = "<eos>";

    private static final List<String> SPECIAL = List.of(PADDING, UNKNOWN, BEGIN, END);
    private static final String CLOSING = ".,?!:;)";
    private static final String OPENING = "(";
    private static final String LINE_BREAK = "\n";

    private final List<String> vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<Integer> specialIds = new HashSet<>();
    private final int unknown;
    private final int begin;
    private final int end;

    /**
     * @param vocabulary token of each id; the four special tokens may stand anywhere
     * @throws IllegalArgumentException naming a token that is missing, double or cannot occur
     */
    public WordTokenizer(List<String> vocabulary) {
        this.vocabulary = List.copyOf(vocabulary);
        for (String token : this.vocabulary) {
            if (ids.put(token, ids.size()) != null) {
                throw new IllegalArgumentException("token '" + token + "' stands twice");
            }
            if (!SPECIAL.contains(token) && !split(token).equals(List.of(token))) {
                throw new IllegalArgumentException(
                        "token '%s' is not a word, a digit, a sign or a line break"
                                .formatted(token));
            }
        }
        for (String token : SPECIAL) {
            if (!ids.containsKey(token)) {
                throw new IllegalArgumentException("the vocabulary lacks " + token);
            }
            specialIds.add(id(token));
        }
        unknown = id(UNKNOWN);
        begin = id(BEGIN);
        end = id(END);
    }

    /** The special tokens, then every token of the texts in order of first use. */
    public static WordTokenizer ofTexts(Iterable<String> texts) {
        Set<String> tokens = new LinkedHashSet<>(SPECIAL);
        for (String text : texts) {
            tokens.addAll(split(text));
        }
        return new WordTokenizer(List.copyOf(tokens));
    }

    /** Ids of a text, without special tokens except for {@link #UNKNOWN}. */
    @Override
    public int[] encode(String text) {
        List<String> tokens = split(text);
        int[] encoded = new int[tokens.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = ids.getOrDefault(tokens.get(i), unknown);
        }
        return encoded;
    }

    /** The text of ids; special tokens are left out, except that unknown ones show. */
    @Override
    public String decode(int... encoded) {
        return decode(OPENING, encoded);
    }

    /**
     * The text of ids that continues another text: it starts with a space where the two need one
     * between them.
     */
    @Override
    public String decodeAfter(String text, int... encoded) {
        boolean open = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
        return decode(open ? OPENING : split(text).getLast(), encoded);
    }

    private String decode(String previous, int... encoded) {
        StringBuilder text = new StringBuilder();
        String before = previous;
        for (int id : encoded) {
            if (id >= size() || specialIds.contains(id) && id != unknown) {
                continue;
            }
            String token = token(id);
            if (spaced(before, token)) {
                text.append(' ');
            }
            text.append(token);
            before = token;
        }
        return text.toString();
    }

    /** The tokens of a text that the vocabulary lacks, in order, each once. */
    public List<String> unknownTokens(String text) {
        return split(text).stream().filter(token -> !ids.containsKey(token)).distinct().toList();
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    public List<String> vocabulary() {
        return vocabulary;
    }

    /** The token of an id. */
    @Override
    public String token(int id) {
        if (id < 0 || id >= vocabulary.size()) {
            throw new IllegalArgumentException(
                    "token id %d is outside the vocabulary of %d".formatted(id, size()));
        }
        return vocabulary.get(id);
    }

    @Override
    public OptionalInt begin() {
        return OptionalInt.of(begin);
    }

    /** Id of {@link #END}. */
    @Override
    public int end() {
        return end;
    }

    @Override
    public boolean ends(int id) {
        return id == end;
    }

    @Override
    public boolean isUnknown(int id) {
        return id == unknown;
    }

    /** The vocabulary, token to id, as {@link #FILE}. */
    @Override
    public SortedMap<String, byte[]> files() {
        ObjectNode tree = JsonFiles.object();
        for (String token : vocabulary) {
            tree.put(token, tree.size());
        }
        return new TreeMap<>(Map.of(FILE, JsonFiles.lines(tree)));
    }

    /**
     * Reads what {@link #files} holds.
     *
     * @param file what to call it in errors
     */
    static WordTokenizer read(String file, byte[] content) throws ModelFileException {
        JsonNode tree = JsonFiles.read(file, content);
        String[] tokens = new String[tree.size()];
        Arrays.fill(tokens, "");
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            int id = property.getValue().asInt(-1);
            if (id < 0 || id >= tokens.length || !tokens[id].isEmpty()) {
                throw new ModelFileException(
                        file,
                        "token '%s' has id %s; ids must be 0 to %d, each once"
                                .formatted(
                                        property.getKey(), property.getValue(), tokens.length - 1));
            }
            tokens[id] = property.getKey();
        }
        try {
            return new WordTokenizer(List.of(tokens));
        } catch (IllegalArgumentException unusable) {
            throw new ModelFileException(file, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** {@link #BEGIN} and the prompt: how every sequence starts, in training as in use. */
    @Override
    public int[] encodePrompt(String prompt) {
        int[] encoded = encode(prompt);
        int[] tokens = new int[encoded.length + 1];
        tokens[0] = begin;
        System.arraycopy(encoded, 0, tokens, 1, encoded.length);
        return tokens;
    }

    /** The turn's text and {@link #END}: what follows a prompt. */
    @Override
    public int[] encodeTurn(String turn) {
        int[] encoded = encode(turn);
        int[] tokens = Arrays.copyOf(encoded, encoded.length + 1);
        tokens[encoded.length] = end;
        return tokens;
    }

    private int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    private static boolean spaced(String before, String token) {
        return !(CLOSING.contains(token)
                || before.equals(OPENING)
                || token.equals(LINE_BREAK)
                || before.equals(LINE_BREAK)
                || isDigit(before) && isDigit(token));
    }

    private static boolean isDigit(String token) {
        return token.length() == 1 && token.charAt(0) >= '0' && token.charAt(0) <= '9';
    }

    private static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            if (Character.isLetter(codePoint)) {
                next = wordEnd(text, next);
            }
            if (codePoint == '\n' || !Character.isWhitespace(codePoint)) {
                tokens.add(text.substring(at, next));
            }
            at = next;
        }
        return tokens;
    }

    /** End of the word of which a letter ends before {@code at}. */
    private static int wordEnd(String text, int at) {
        int end = at;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            int next = end + Character.charCount(codePoint);
            boolean apostrophe =
                    codePoint == '\''
                            && next < text.length()
                            && Character.isLetter(text.codePointAt(next));
            if (!apostrophe && !Character.isLetter(codePoint)) {
                break;
            }
            end = next;
        }
        return end;
    }
}
