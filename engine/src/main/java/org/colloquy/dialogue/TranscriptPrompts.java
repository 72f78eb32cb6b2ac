package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.colloquy.question.Question;

/**
 * The prompts of the builtin agents, in a few fixed words.
 *
 * <p>A transcript is made of lines. A turn's text ends its line; the next prompt goes on with a
 * newline, what the peers said meanwhile, and the words that ask for the next text:
 *
 * <pre>
 * Question: What is (47 + 38) * 3?
 * Idea: First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255.
 * Peer 1: First 47 plus 38 is 85. Second 85 times 3 is 245. Answer 245.
 * Challenge peer 1: First 47 plus 38 is 85, yes. Second 85 times 3 is 255, not 245 by peer 1. ...
 * Peer 1 replies: ...
 * Final: First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255.
 * </pre>
 *
 * <p>Peers are numbered in the hearer's order. Where a quoted text mentions a peer, it is renamed
 * from the speaker's numbering to the hearer's: the hearer itself becomes "you", somebody whom it
 * does not hear "another".
 */
public final class TranscriptPrompts implements PromptBook {

    /** Longest quotation of a peer's text, in characters; the rest is cut off. */
    public static final int MAX_QUOTED = 4000;

    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    /**
     * A part of a transcript.
     *
     * @param speaker index in the cast of the agent who is quoted; empty for the frame's own words
     */
    public record Piece(String text, Optional<Integer> speaker) {}

    @Override
    public String turn(Dialogue dialogue, TurnId id, String persona) {
        if (alone(dialogue, id)) {
            String manner = persona.isBlank() ? "" : "You are " + oneLine(persona) + ".\n";
            return manner + opening(dialogue.plan().question());
        }
        Turn before = dialogue.rounds().get(id.round() - 1).get(id.agent());
        return before.prompt()
                + before.text()
                + "\n"
                + continuation(dialogue, id).stream()
                        .map(Piece::text)
                        .collect(Collectors.joining());
    }

    @Override
    public String comparison(Question a, Question b, String persona) {
        String manner = persona.isBlank() ? "" : "You are " + oneLine(persona) + ".\n";
        return manner
                + "Harder? A: "
                + oneLine(a.text())
                + " B: "
                + oneLine(b.text())
                + "\nHarder: ";
    }

    /** The bare question: the prompt of a shared idea, and of somebody who solves alone. */
    public static String opening(Question question) {
        return "Question: " + oneLine(question.text()) + "\nIdea: ";
    }

    /** What follows the newline that ends the agent's turn before; the turn's round is from 1. */
    public static List<Piece> continuation(Dialogue dialogue, TurnId id) {
        List<Integer> peers = dialogue.plan().peers().get(id.agent());
        List<Turn> said = dialogue.rounds().get(id.round() - 1);
        String colon = id.stage() == Stage.FUSE ? " replies: " : ": ";
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            int peer = peers.get(i);
            pieces.add(frame("Peer " + (i + 1) + colon));
            String quoted = quote(dialogue.plan(), said.get(peer).text(), peer, id.agent());
            pieces.add(new Piece(quoted, Optional.of(peer)));
            pieces.add(frame("\n"));
        }
        pieces.add(frame(request(id.stage(), dialogue.plan().mode(), peers.size())));
        return pieces;
    }

    private static boolean alone(Dialogue dialogue, TurnId id) {
        return id.stage() == Stage.SHARE || dialogue.rounds().isEmpty();
    }

    private static String request(Stage stage, Mode mode, int peers) {
        boolean together = mode == Mode.COOPERATE;
        return switch (stage) {
            case SHARE -> "Idea: ";
            case REVISE -> "Revise: ";
            case FUSE -> together ? "Together: " : "Final: ";
            case ANALYSE ->
                    switch (peers) {
                        case 0 -> "Check: ";
                        case 1 -> together ? "Work with peer 1: " : "Challenge peer 1: ";
                        default -> together ? "Work together: " : "Challenge all: ";
                    };
        };
    }

    private static Piece frame(String text) {
        return new Piece(text, Optional.empty());
    }

    private static String quote(DialoguePlan plan, String text, int speaker, int hearer) {
        String line = oneLine(text);
        List<Integer> spokenTo = plan.peers().get(speaker);
        return Mentions.rename(
                line,
                index ->
                        index < 0 || index >= spokenTo.size()
                                ? Optional.empty()
                                : Optional.of(nameFor(plan, hearer, spokenTo.get(index))));
    }

    private static String nameFor(DialoguePlan plan, int hearer, int named) {
        if (named == hearer) {
            return "you";
        }
        int place = plan.peers().get(hearer).indexOf(named);
        return place < 0 ? "another" : "peer " + (place + 1);
    }

    private static String oneLine(String text) {
        String line = inOneLine(text) ? text : WHITESPACE.matcher(text.strip()).replaceAll(" ");
        if (line.length() <= MAX_QUOTED) {
            return line;
        }
        boolean splitsPair = Character.isHighSurrogate(line.charAt(MAX_QUOTED - 1));
        return line.substring(0, splitsPair ? MAX_QUOTED - 1 : MAX_QUOTED);
    }

    /** Whether it is plain ASCII words with one space between; false for some that are, too. */
    private static boolean inOneLine(String text) {
        boolean afterSpace = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == ' ' && afterSpace) {
                return false;
            }
            afterSpace = c == ' ';
        }
        return !afterSpace || text.isEmpty();
    }
}
