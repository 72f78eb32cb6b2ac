package org.colloquy.weights;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.Tokenizer;

/**
 * The tokenizer of a Hugging Face folder, run by their own library. A prompt becomes the user's
 * message of the folder's chat template, where it has one.
 *
 * <p>Text never becomes a special token: what an agent says cannot end another's turn. Only the
 * template's own marks do.
 */
final class HubTokenizer implements Tokenizer {

    static {
        // The library would otherwise look for a cloud's metadata service when it starts.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private static final Map<String, String> WHOLE_TEXTS =
            Map.of(
                    "truncation", "do_not_truncate",
                    "padding", "do_not_pad",
                    "modelMaxLength", String.valueOf(Integer.MAX_VALUE));

    private final TokenizerFiles files;
    private final HubVocabulary vocabulary;
    private final HuggingFaceTokenizer library;
    private final Optional<ChatFrame> frame;
    private final TreeSet<Integer> ends;
    private final int end;

    private HubTokenizer(
            TokenizerFiles files, HuggingFaceTokenizer library, Optional<ChatFrame> frame)
            throws ModelFileException {
        this.files = files;
        this.library = library;
        this.frame = frame;
        vocabulary = new HubVocabulary(files);
        ends = new TreeSet<>(files.endIds());
        Optional<String> named = files.special("eos_token");
        if (named.isPresent()) {
            end =
                    vocabulary
                            .id(named.get())
                            .orElseThrow(
                                    () ->
                                            files.problem(
                                                    "has no token '%s', the eos_token of tokenizer_config.json"
                                                            .formatted(named.get())));
            ends.add(end);
        } else if (ends.isEmpty()) {
            throw files.problem(
                    "no end is known: tokenizer_config.json has no eos_token, config.json no eos_token_id");
        } else {
            end = ends.getFirst();
        }
    }

    static HubTokenizer of(TokenizerFiles files) throws IOException {
        Optional<ChatFrame> frame = ChatFrame.of(files);
        byte[] content = files.text().getBytes(StandardCharsets.UTF_8);
        HuggingFaceTokenizer library;
        try {
            library =
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(content), WHOLE_TEXTS);
        } catch (RuntimeException refused) {
            throw new ModelFileException(
                    files.place() + "/" + TokenizerFiles.TOKENIZER,
                    "the tokenizers library refuses it: " + refused.getMessage(),
                    refused);
        }
        return new HubTokenizer(files, library, frame);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public int[] encode(String text) {
        return encode(text, false);
    }

    /** In parts, each of which holds no special token. */
    private int[] encode(String text, boolean framed) {
        int[] all = {};
        String rest = text;
        Optional<Integer> cut = firstCut(rest);
        while (cut.isPresent()) {
            all = joined(all, ids(rest.substring(0, cut.get()), framed && all.length == 0));
            rest = rest.substring(cut.get());
            cut = firstCut(rest);
        }
        return joined(all, ids(rest, framed && all.length == 0));
    }

    /** Inside of the first special token that the text spells; empty if there is none. */
    private Optional<Integer> firstCut(String text) {
        int first = Integer.MAX_VALUE;
        for (String special : vocabulary.special()) {
            int at = text.indexOf(special);
            if (at >= 0 && special.length() > 1) {
                first = Math.min(first, at + 1);
            }
        }
        return first == Integer.MAX_VALUE ? Optional.empty() : Optional.of(first);
    }

    private int[] ids(String text, boolean framed) {
        long[] ids = library.encode(text, framed, false).getIds();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int... ids) {
        long[] known = IntStream.of(ids).filter(id -> id < size()).asLongStream().toArray();
        return known.length == 0 ? "" : library.decode(known, true);
    }

    @Override
    public String decodeAfter(String text, int... ids) {
        return decode(ids);
    }

    @Override
    public String token(int id) {
        return vocabulary.token(id);
    }

    @Override
    public OptionalInt begin() {
        return files.special("bos_token").map(vocabulary::id).orElse(OptionalInt.empty());
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public boolean ends(int id) {
        return ends.contains(id);
    }

    @Override
    public boolean isUnknown(int id) {
        OptionalInt unknown =
                files.special("unk_token").map(vocabulary::id).orElse(OptionalInt.empty());
        return unknown.isPresent() && unknown.getAsInt() == id && id != end;
    }

    @Override
    public int[] encodePrompt(String prompt) {
        if (frame.isEmpty()) {
            return encode(prompt, true);
        }
        if (firstCut(prompt).isEmpty()) {
            return ids(frame.get().around(prompt), false);
        }
        ChatFrame.Parts parts = frame.get().parts(prompt);
        return joined(
                joined(ids(parts.before(), false), encode(parts.prompt())),
                ids(parts.after(), false));
    }

    @Override
    public int[] encodeTurn(String turn) {
        return joined(encode(turn), new int[] {end});
    }

    @Override
    public SortedMap<String, byte[]> files() {
        return files.content();
    }

    private static int[] joined(int[] one, int[] other) {
        int[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
