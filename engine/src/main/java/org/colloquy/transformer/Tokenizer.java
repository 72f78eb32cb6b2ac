package org.colloquy.transformer;

import java.util.OptionalInt;
import java.util.SortedMap;

/** Text to token ids and back, as a model was taught. Pure, and safe for several threads. */
public interface Tokenizer {

    /** Every id is below this; a model's vocabulary may be larger, for places that nothing uses. */
    int size();

    /** Ids of a text, without special tokens except for unknown ones. */
    int[] encode(String text);

    /** The text of ids; special tokens are left out, ids outside the vocabulary too. */
    String decode(int... ids);

    /** The text of ids that continues another text. */
    String decodeAfter(String text, int... ids);

    /** The token of an id, as the vocabulary writes it. */
    String token(int id);

    /** What starts every sequence, if anything does. */
    OptionalInt begin();

    /** What ends a turn that is trained. */
    int end();

    /** Whether a sampled token ends the turn. */
    boolean ends(int id);

    /** Whether an id stands for text that the vocabulary lacks. */
    boolean isUnknown(int id);

    /** How a prompt starts a sequence, in training as in use. */
    int[] encodePrompt(String prompt);

    /** The turn's text and {@link #end}: what follows a prompt. */
    int[] encodeTurn(String turn);

    /** What a model's folder keeps of it, by name; equal tokenizers have equal files. */
    SortedMap<String, byte[]> files();
}
