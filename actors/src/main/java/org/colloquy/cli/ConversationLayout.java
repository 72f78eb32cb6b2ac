package org.colloquy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.replay.Conversation;
import org.colloquy.replay.Conversation.Utterance;

/**
 * Lays a dialogue out as a conversation: a heading, then one paragraph a turn.
 *
 * <p>On a terminal paragraphs are wrapped with a hanging indent; elsewhere each is one line, so
 * that line tools can be used on it.
 */
final class ConversationLayout {

    private static final int WIDEST_NAME = 16;
    private static final int STAGE_WIDTH = 9;

    private final Screen screen;
    private final Palette palette;

    ConversationLayout(Screen screen) {
        this.screen = screen;
        this.palette = screen.palette();
    }

    /** The dialogue from its heading to its end, with a blank line behind it. */
    String whole(Conversation conversation) {
        StringBuilder lines = new StringBuilder(heading(conversation)).append('\n');
        for (Utterance utterance : conversation.utterances()) {
            lines.append(utterance(conversation, utterance)).append('\n');
        }
        closing(conversation).ifPresent(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    /** Which dialogue this is, and what is asked. */
    String heading(Conversation conversation) {
        Question question = conversation.question();
        String level = question.level() > 0 ? ", level " + question.level() : "";
        String line =
                palette.bold("Dialogue " + conversation.id())
                        + String.format(
                                Locale.ROOT,
                                "  %s (P %.2f)  %s%s",
                                conversation.mode().name().toLowerCase(Locale.ROOT),
                                conversation.choice().pooled(),
                                screen.safe(question.family()),
                                level);
        return line + "\n" + paragraph("  ", 2, palette.bold(oneLine(question.text())));
    }

    /** Who speaks, in which stage, what, and whether an answer in it is right. */
    String utterance(Conversation conversation, Utterance said) {
        int names = nameWidth(conversation);
        String name = painted(conversation, said.agent());
        String verb = palette.dim(Paragraph.pad(verb(said.stage()), STAGE_WIDTH));
        String text = oneLine(said.text());
        if (said.failed()) {
            text = palette.bad("no answer: ") + text;
        }
        if (said.truncated()) {
            text += palette.dim(" [cut at the token limit]");
        }
        return paragraph(
                "  " + Paragraph.pad(name, names + 1) + verb,
                3 + names + STAGE_WIDTH,
                text + said.grade().map(grade -> " " + mark(grade)).orElse(""));
    }

    /** Why it failed; nothing to say where it did not. */
    Optional<String> closing(Conversation conversation) {
        return conversation.status() == DialogueStatus.FAILED
                ? Optional.of(
                        paragraph(
                                "  " + palette.bad("failed:") + " ",
                                10,
                                oneLine(conversation.reason())))
                : Optional.empty();
    }

    private static String verb(Stage stage) {
        return switch (stage) {
            case SHARE -> "shares";
            case ANALYSE -> "analyses";
            case FUSE -> "fuses";
            case REVISE -> "revises";
        };
    }

    private String mark(Grade grade) {
        return switch (grade) {
            case RIGHT -> palette.good(screen.mark(true));
            case WRONG -> palette.bad(screen.mark(false));
            case MALFORMED -> palette.bad("?");
        };
    }

    private String painted(Conversation conversation, AgentName agent) {
        int place = names(conversation).indexOf(agent);
        return palette.agent(place, screen.safe(agent.value()));
    }

    private static int nameWidth(Conversation conversation) {
        return names(conversation).stream()
                .mapToInt(name -> Math.min(name.value().length(), WIDEST_NAME))
                .max()
                .orElse(0);
    }

    /** In the order in which they first spoke, which is the cast's. */
    private static List<AgentName> names(Conversation conversation) {
        return conversation.utterances().stream().map(Utterance::agent).distinct().toList();
    }

    private String oneLine(String text) {
        return screen.safe(text.strip().replaceAll("\\s*\\R\\s*", " / "));
    }

    private String paragraph(String lead, int indent, String text) {
        return Paragraph.of(lead, indent, text, screen.live() ? screen.columns() : 0);
    }
}
