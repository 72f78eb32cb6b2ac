package org.colloquy.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.dialogue.Mentions;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Grade;

/**
 * Lays a dialogue out as a conversation: a heading, then one paragraph a turn.
 *
 * <p>On a terminal paragraphs are wrapped with a hanging indent; elsewhere each is one line, so
 * that line tools can be used on it.
 */
final class SceneLayout {

    private static final int WIDEST_NAME = 16;
    private static final int STAGE_WIDTH = 9;

    private final Screen screen;
    private final Palette palette;

    SceneLayout(Screen screen) {
        this.screen = screen;
        this.palette = screen.palette();
    }

    /** The dialogue from its heading to its end, with a blank line behind it. */
    String whole(Scene scene) {
        StringBuilder lines = new StringBuilder(heading(scene)).append('\n');
        for (TurnTaken taken : scene.turns()) {
            lines.append(turn(scene, taken)).append('\n');
        }
        closing(scene).ifPresent(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    /** Which dialogue this is, and what is asked. */
    String heading(Scene scene) {
        StringBuilder line = new StringBuilder();
        line.append(palette.bold("Dialogue " + scene.opening().id()));
        line.append("  ").append(mode(scene.mode()));
        scene.pooled().ifPresent(p -> line.append(String.format(Locale.ROOT, " (P %.2f)", p)));
        line.append("  ").append(screen.safe(scene.question().family()));
        if (scene.question().level() > 0) {
            line.append(", level ").append(scene.question().level());
        }
        return line + "\n" + paragraph("  ", 2, palette.bold(oneLine(scene.question().text())));
    }

    /** Who speaks, in which stage, what, and whether the answer is right where it was graded. */
    String turn(Scene scene, TurnTaken taken) {
        int agent = taken.turn().id().agent();
        int names = nameWidth(scene);
        String name = palette.agent(agent, screen.safe(taken.agent().value()));
        String verb = palette.dim(Paragraph.pad(verb(taken.turn().id().stage()), STAGE_WIDTH));
        String text = withNames(scene, agent, oneLine(taken.turn().text()));
        if (taken.turn().truncated()) {
            text += palette.dim(" [cut at the token limit]");
        }
        return paragraph(
                "  " + Paragraph.pad(name, names + 1) + verb,
                3 + names + STAGE_WIDTH,
                text + mark(scene, taken));
    }

    /** What came of it: nothing to say where all went well. */
    Optional<String> closing(Scene scene) {
        return scene.end().status() == DialogueStatus.FAILED
                ? Optional.of(
                        paragraph(
                                "  " + palette.bad("failed:") + " ",
                                10,
                                oneLine(scene.end().reason())))
                : Optional.empty();
    }

    private String mode(Mode mode) {
        return switch (mode) {
            case COOPERATE -> "cooperate";
            case COMPETE -> "compete";
        };
    }

    private static String verb(Stage stage) {
        return switch (stage) {
            case SHARE -> "shares";
            case ANALYSE -> "analyses";
            case FUSE -> "fuses";
            case REVISE -> "revises";
        };
    }

    /** The first idea carries its grade, and so does the last turn. */
    private String mark(Scene scene, TurnTaken taken) {
        if (scene.graded().isEmpty()) {
            return "";
        }
        int agent = taken.turn().id().agent();
        GradedAnswer answer = scene.graded().get().answers().get(agent);
        int round = taken.turn().id().round();
        boolean last = round == scene.lastRound();
        if (!last && round > 0) {
            return "";
        }
        return " " + painted(last ? answer.last() : answer.solo());
    }

    private String painted(Grade grade) {
        return switch (grade) {
            case RIGHT -> palette.good(screen.mark(true));
            case WRONG -> palette.bad(screen.mark(false));
            case MALFORMED -> palette.bad("?");
        };
    }

    /** Agents know each other by number; readers, by name. */
    private String withNames(Scene scene, int agent, String text) {
        List<Integer> peers = scene.opening().peers().get(agent);
        return Mentions.rename(
                text,
                index ->
                        index < 0 || index >= peers.size()
                                ? Optional.empty()
                                : Optional.of(painted(scene, peers.get(index))));
    }

    private String painted(Scene scene, int agent) {
        return palette.agent(agent, screen.safe(scene.opening().cast().get(agent).value()));
    }

    private static int nameWidth(Scene scene) {
        return scene.opening().cast().stream()
                .mapToInt(name -> name.value().length())
                .map(length -> Math.min(length, WIDEST_NAME))
                .max()
                .orElse(0);
    }

    private String oneLine(String text) {
        return screen.safe(text.strip().replaceAll("\\s*\\R\\s*", " / "));
    }

    private String paragraph(String lead, int indent, String text) {
        return Paragraph.of(lead, indent, text, screen.live() ? screen.columns() : 0);
    }
}
