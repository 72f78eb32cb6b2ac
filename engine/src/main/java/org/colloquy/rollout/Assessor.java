package org.colloquy.rollout;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.Turn;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.reward.AnalysisGrader;
import org.colloquy.reward.RewardSettings;
import org.colloquy.reward.Rewards;
import org.colloquy.scenario.Training.RewardedBy;
import org.colloquy.scenario.Training.StageRule;

/** Grades and rewards the turns of finished dialogues. */
final class Assessor {

    private final Grader grader;
    private final AnalysisGrader analyses;
    private final Rewards rewards;
    private final Map<Stage, RewardedBy> rules;

    Assessor(Grader grader, RewardSettings rewards, List<StageRule> stages) {
        this.grader = grader;
        this.analyses = new AnalysisGrader(grader);
        this.rewards = new Rewards(rewards);
        this.rules = stages.stream().collect(Collectors.toMap(StageRule::stage, StageRule::reward));
    }

    /** The turn's worth; by its own text where its stage is not trained. */
    Answer assess(Dialogue dialogue, Turn turn) {
        Grade grade = grade(dialogue, turn);
        float alone = reward(dialogue, grade, turn.text(), turn);
        float reward =
                switch (rules.getOrDefault(turn.id().stage(), RewardedBy.OWN)) {
                    case OWN -> alone;
                    case FINAL -> ofFinal(dialogue, turn.id().agent());
                };
        return new Answer(turn, grade, reward, alone);
    }

    private float ofFinal(Dialogue dialogue, int agent) {
        String text = dialogue.protocol().finalTexts(dialogue, grader).get(agent);
        Grade grade = grader.grade(dialogue.plan().question(), text);
        return reward(dialogue, grade, text, dialogue.rounds().getLast().get(agent));
    }

    private float reward(Dialogue dialogue, Grade grade, String text, Turn turn) {
        return rewards.of(dialogue.plan().question(), grade, text, turn.tokens().length());
    }

    private Grade grade(Dialogue dialogue, Turn turn) {
        Question question = dialogue.plan().question();
        return switch (turn.id().stage()) {
            case SHARE, FUSE, REVISE -> grader.grade(question, turn.text());
            case ANALYSE -> {
                int agent = turn.id().agent();
                List<Turn> before = dialogue.rounds().get(turn.id().round() - 1);
                Function<Integer, String> said = who -> before.get(who).text();
                yield analyses.grade(
                        question,
                        turn.text(),
                        said.apply(agent),
                        dialogue.plan().peers().get(agent).stream().map(said).toList());
            }
        };
    }
}
