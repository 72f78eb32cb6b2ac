package org.colloquy.pretrain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Audience;
import org.colloquy.dialogue.Debate;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.dialogue.TranscriptPrompts.Piece;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.pretrain.Transcript.Kind;
import org.colloquy.pretrain.Transcript.Segment;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;
import org.colloquy.random.CounterRandom;
import org.colloquy.random.Dice;

/**
 * Writes the transcripts from which an agent learns to solve, analyse, fuse, revise and compare:
 * transcript {@code index} is a pure function of settings, seed and index. Questions are of the
 * train draw.
 *
 * <p>A discussion is a real {@link Dialogue} of one agent and its peers, its frame is the real
 * {@link TranscriptPrompts}. The agent's own ideas slip by its misconception, and the slips count
 * in the loss like all of its own text; its analyses, fusions and revisions are always right. What
 * peers wrote counts up to their first wrong result. The frame does not count.
 */
public final class TranscriptWriter {

    private static final TranscriptPrompts PROMPTS = new TranscriptPrompts();
    private static final DialogueId NOWHERE = new DialogueId(0, 0, 0);

    private final TranscriptSettings settings;
    private final long seed;
    private final ArithmeticSource source;
    private final Slip slip;

    public TranscriptWriter(TranscriptSettings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
        this.source = new ArithmeticSource(settings.families(), settings.levels());
        this.slip = settings.misconception();
    }

    public Transcript write(long index) {
        Dice dice = new Dice(CounterRandom.key(seed, "transcript", index));
        Question question = source.sample(Draw.TRAIN, seed, 2 * index);
        return switch (kind(dice)) {
            case SOLO -> discussion(Kind.SOLO, question, 0, dice);
            case DEBATE -> discussion(Kind.DEBATE, question, peers(dice), dice);
            case IDEA3 -> discussion(Kind.IDEA3, question, peers(dice), dice);
            case COMPARISON -> comparison(question, 2 * index + 1, dice);
        };
    }

    private Kind kind(Dice dice) {
        int share = dice.share(List.of(settings.solo(), settings.comparison(), settings.debate()));
        return Kind.values()[share];
    }

    private int peers(Dice dice) {
        return 1 + Math.min(dice.share(settings.peers()), settings.peers().size() - 1);
    }

    private Transcript comparison(Question first, long index, Dice dice) {
        Question second = source.sample(Draw.TRAIN, seed, index);
        int order = Integer.compare(first.level(), second.level());
        boolean firstHarder = order == 0 ? dice.chance(0.5) : order > 0;
        return new Transcript(
                Kind.COMPARISON,
                List.of(
                        new Segment(PROMPTS.comparison(first, second, ""), 0),
                        new Segment(firstHarder ? "A.\n" : "B.\n", 1)));
    }

    private Transcript discussion(Kind kind, Question question, int peers, Dice dice) {
        Protocol protocol = kind == Kind.DEBATE ? new Debate() : new Idea3();
        int self = dice.between(0, peers);
        Mode mode = dice.chance(0.5) ? Mode.COOPERATE : Mode.COMPETE;
        Dialogue dialogue = Dialogue.open(protocol, plan(question, peers + 1, mode));
        List<Segment> segments = new ArrayList<>();
        segments.add(new Segment(TranscriptPrompts.opening(question), 0));
        while (!dialogue.complete()) {
            Dialogue before = dialogue;
            for (TurnId id : before.awaited()) {
                if (id.agent() == self && id.round() > 0) {
                    frame(before, id, segments);
                }
                String text = text(before, id, id.agent() == self, dice);
                if (id.agent() == self) {
                    segments.add(new Segment(text + "\n", 1));
                }
                dialogue = dialogue.accept(new Turn(id, "", text, TokenTrace.NONE, false));
            }
            if (kind == Kind.SOLO) {
                break;
            }
        }
        return new Transcript(kind, segments);
    }

    private static DialoguePlan plan(Question question, int cast, Mode mode) {
        List<AgentName> names = new ArrayList<>();
        for (int i = 0; i < cast; i++) {
            names.add(new AgentName("agent" + i));
        }
        return new DialoguePlan(NOWHERE, question, names, mode, Audience.all(cast), 1);
    }

    private String text(Dialogue dialogue, TurnId id, boolean own, Dice dice) {
        Question question = dialogue.plan().question();
        return switch (id.stage()) {
            case SHARE -> own ? ownIdea(question, dice) : peerIdea(question, dice);
            case FUSE, REVISE -> WorkedSolution.text(question.steps());
            case ANALYSE -> analysis(dialogue, id);
        };
    }

    private String ownIdea(Question question, Dice dice) {
        return WorkedSolution.text(Ideas.slipped(question, slip, settings.slip(), dice));
    }

    private String peerIdea(Question question, Dice dice) {
        if (dice.chance(settings.peerUnclear())) {
            return Ideas.brokenOff(question, dice);
        }
        List<Step> steps =
                dice.chance(settings.peerRight()) ? question.steps() : Ideas.wrong(question, dice);
        return WorkedSolution.text(steps);
    }

    private static String analysis(Dialogue dialogue, TurnId id) {
        DialoguePlan plan = dialogue.plan();
        List<Turn> said = dialogue.rounds().getLast();
        List<String> heard =
                plan.peers().get(id.agent()).stream().map(peer -> said.get(peer).text()).toList();
        String own = said.get(id.agent()).text();
        return AnalysisText.of(plan.mode(), plan.question().steps(), own, heard);
    }

    private static void frame(Dialogue dialogue, TurnId id, List<Segment> segments) {
        List<Step> right = dialogue.plan().question().steps();
        for (Piece piece : TranscriptPrompts.continuation(dialogue, id)) {
            if (piece.speaker().isEmpty()) {
                segments.add(new Segment(piece.text(), 0));
            } else if (id.stage() == Stage.FUSE) {
                segments.add(new Segment(piece.text(), 1));
            } else {
                int border = rightUpTo(right, dialogue.plan().question(), piece.text());
                segments.add(new Segment(piece.text().substring(0, border), 1));
                segments.add(new Segment(piece.text().substring(border), 0));
            }
        }
    }

    /** How many characters of a peer's idea are right: up to its first wrong result. */
    private static int rightUpTo(List<Step> right, Question question, String text) {
        OptionalInt wrong = WorkedSolution.firstWrongStep(question, text);
        if (wrong.isEmpty()) {
            return text.length();
        }
        int length = 0;
        for (int i = 0; i < wrong.getAsInt(); i++) {
            length += WorkedSolution.sentence(i, right.get(i)).length() + 2;
        }
        String sentence = WorkedSolution.sentence(wrong.getAsInt(), right.get(wrong.getAsInt()));
        int border = length + sentence.lastIndexOf(' ');
        return text.startsWith(sentence.substring(0, sentence.lastIndexOf(' ')), length)
                ? border
                : Math.min(length, text.length());
    }
}
