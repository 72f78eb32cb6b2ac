package org.colloquy.pretrain;

import java.util.List;
import java.util.Optional;
import org.colloquy.question.Operation;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;
import org.colloquy.question.Working;
import org.colloquy.random.Dice;

/** Ideas as an agent with a weakness, or a peer of unknown quality, would write them. */
final class Ideas {

    private static final double SYSTEMATIC = 0.5;
    private static final double SLIPS_OF_PEER = 0.85;
    private static final int TRIES = 8;

    private Ideas() {}

    /**
     * The steps of somebody who slips with this probability at each step that the slip spoils; an
     * error spoils what follows. Where the error would lead out of 0..99 nothing slips.
     */
    static List<Step> slipped(Question question, Slip slip, double probability, Dice dice) {
        return Working.follow(
                        question.steps(),
                        (index, step) ->
                                slip.result(step) != step.result() && dice.chance(probability)
                                        ? slip.result(step)
                                        : step.result())
                .orElse(question.steps());
    }

    /** Wrong steps: systematic slips, or one planted error; right only if no error fits. */
    static List<Step> wrong(Question question, Dice dice) {
        List<Step> right = question.steps();
        if (dice.chance(SYSTEMATIC)) {
            Slip slip = dice.pick(List.of(Slip.values()));
            List<Step> slipped = slipped(question, slip, SLIPS_OF_PEER, dice);
            if (!slipped.equals(right)) {
                return slipped;
            }
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<List<Step>> planted = planted(right, dice);
            if (planted.isPresent() && !planted.get().equals(right)) {
                return planted.get();
            }
        }
        return right;
    }

    private static Optional<List<Step>> planted(List<Step> right, Dice dice) {
        int spoiled = dice.between(0, right.size() - 1);
        int offset = dice.pick(List.of(1, 10)) * (dice.chance(0.5) ? 1 : -1);
        return Working.follow(
                right, (index, step) -> index == spoiled ? spoil(step, offset) : step.result());
    }

    private static int spoil(Step step, int offset) {
        if (step.operation().equals(Operation.VERSUS.word())) {
            return Math.min(step.left(), step.right());
        }
        if (step.operation().equals(Operation.MOD.word())) {
            return Math.floorMod(step.result() + Integer.signum(offset), step.right());
        }
        return step.result() + offset;
    }

    /** A text that breaks off within a step. */
    static String brokenOff(Question question, Dice dice) {
        String sentence = WorkedSolution.text(question.steps());
        List<String> words = List.of(sentence.split(" "));
        int lastStep = words.size() - 3;
        int kept = dice.between(1, Math.max(1, lastStep - 2));
        return String.join(" ", words.subList(0, kept));
    }
}
