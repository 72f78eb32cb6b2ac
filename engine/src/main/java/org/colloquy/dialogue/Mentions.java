package org.colloquy.dialogue;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Peers named in a text: speakers number those whom they hear, from "peer 1". */
public final class Mentions {

    private static final Pattern MENTION = Pattern.compile("\\b[Pp]eer (\\d{1,3})\\b");

    private Mentions() {}

    /**
     * The text with other names for the peers.
     *
     * @param name of the peer at an index from 0 in the speaker's list of peers; where empty, the
     *     mention stays
     */
    public static String rename(String text, IntFunction<Optional<String>> name) {
        Matcher matcher = MENTION.matcher(text);
        return matcher.replaceAll(
                match ->
                        Matcher.quoteReplacement(
                                name.apply(Integer.parseInt(match.group(1)) - 1)
                                        .orElse(match.group())));
    }
}
