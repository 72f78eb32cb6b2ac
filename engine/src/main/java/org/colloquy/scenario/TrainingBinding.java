package org.colloquy.scenario;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.dialogue.Stage;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.question.Draw;
import org.colloquy.reward.RewardSettings;
import org.colloquy.scenario.Training.CheckpointRule;
import org.colloquy.scenario.Training.Discuss;
import org.colloquy.scenario.Training.Evaluation;
import org.colloquy.scenario.Training.RewardedBy;
import org.colloquy.scenario.Training.StageRule;

/** Binds {@code train}. */
final class TrainingBinding {

    private static final int MOST_ITERATIONS = 100_000;
    private static final double MOST_REWARD = 1000;
    private static final List<Stage> STAGES = List.of(Stage.SHARE, Stage.ANALYSE, Stage.FUSE);

    private final Fields fields;
    private final int agents;
    private final QuestionsBinding source;

    /**
     * @param agents size of the cast
     * @param source read already
     */
    TrainingBinding(Fields fields, int agents, QuestionsBinding source) {
        this.fields = fields;
        this.agents = agents;
        this.source = source;
    }

    Training read() {
        Training usual = Training.DEFAULT;
        Training training =
                new Training(
                        fields.count("iterations", 1, MOST_ITERATIONS, usual.iterations()),
                        fields.choice("discuss", usual.discuss()),
                        fields.count("discussions", 1, 1024, usual.discussions()),
                        stages(),
                        rewards(fields.section("rewards")),
                        grpo(),
                        fields.number("temperature", Double.MIN_VALUE, 100, usual.temperature()),
                        evaluation(fields.section("evaluation")),
                        checkpoints(fields.section("checkpoints")));
        fields.end();
        checkDiscussion(training);
        checkQuestions(training);
        return training;
    }

    private List<StageRule> stages() {
        Fields named = fields.section("stages");
        List<StageRule> stages = new ArrayList<>();
        for (Stage stage : STAGES) {
            RewardedBy reward = named.choice(Label.of(stage), RewardedBy.OWN);
            if (named.has(Label.of(stage))) {
                stages.add(new StageRule(stage, reward));
            }
        }
        named.end();
        if (stages.isEmpty() && fields.has("stages")) {
            fields.problem(
                    fields.place("stages"),
                    "stages",
                    "names no stage, so nothing is trained",
                    "write for example {share: own}");
        }
        return stages.isEmpty() ? Training.DEFAULT.stages() : stages;
    }

    private static RewardSettings rewards(Fields fields) {
        RewardSettings usual = RewardSettings.DEFAULT;
        double right = fields.number("right", -MOST_REWARD, MOST_REWARD, usual.right());
        double wrong = fields.number("wrong", -MOST_REWARD, MOST_REWARD, usual.wrong());
        double malformed = fields.number("malformed", -MOST_REWARD, MOST_REWARD, usual.malformed());
        double credit = fields.number("step-credit", 0, MOST_REWARD, usual.stepCredit());
        double penalty = fields.number("length-penalty", 0, MOST_REWARD, usual.lengthPenalty());
        int limit = fields.count("length-limit", 0, 32_768, usual.lengthLimit());
        fields.end();
        if (right <= wrong || right <= malformed) {
            fields.problem(
                    fields.place("right"),
                    "right",
                    "is "
                            + right
                            + ", not above wrong ("
                            + wrong
                            + ") and malformed ("
                            + malformed
                            + ")",
                    "else the agents learn to be wrong");
            return usual;
        }
        return new RewardSettings(right, wrong, malformed, credit, penalty, limit);
    }

    private GrpoSettings grpo() {
        int least = Math.clamp(source.practice(), 1, GrpoSettings.DEFAULT.questions());
        GrpoBinding step = new GrpoBinding(fields);
        return step.read(fields.count("questions", 1, 4096, least));
    }

    private Evaluation evaluation(Fields fields) {
        Evaluation usual = Training.DEFAULT.evaluation();
        int every = fields.count("every", 0, MOST_ITERATIONS, usual.every());
        int most = Math.min(usual.questions(), source.heldOut());
        int questions = fields.count("questions", 0, 10_000, most);
        fields.end();
        if (questions > source.heldOut()) {
            fields.problem(
                    fields.place("questions"),
                    "questions",
                    "is "
                            + questions
                            + ", but the file marks "
                            + source.heldOut()
                            + " lines as validation",
                    "mark more of them with \"draw\": \"validation\" or ask for fewer");
        } else {
            source.tryDraw(fields, "questions", Draw.VALIDATION, questions);
        }
        return new Evaluation(every, questions);
    }

    private static CheckpointRule checkpoints(Fields fields) {
        CheckpointRule usual = Training.DEFAULT.checkpoints();
        CheckpointRule rule =
                new CheckpointRule(
                        fields.count("every", 1, MOST_ITERATIONS, usual.every()),
                        fields.count("keep", 1, MOST_ITERATIONS, usual.keep()));
        fields.end();
        return rule;
    }

    private void checkDiscussion(Training training) {
        Discuss discuss = training.discuss();
        boolean discusses = discuss != Discuss.NEVER;
        if (discusses && agents == 1) {
            fields.problem(
                    fields.place("discuss"),
                    "discuss",
                    "is " + Label.of(discuss) + ", but there is one agent",
                    "add an agent, or write never");
        }
        boolean trainsDiscussion =
                training.stages().stream().anyMatch(rule -> rule.stage() != Stage.SHARE);
        if (trainsDiscussion && !discusses) {
            fields.problem(
                    fields.place("stages"),
                    "stages",
                    "names analyse or fuse, but discuss is never, so there are no such turns",
                    "set discuss, or train share only");
        }
        if (training.grpo().internalise().takesFusions() && !discusses) {
            fields.problem(
                    fields.place("internalise"),
                    "internalise.source",
                    "is "
                            + Label.of(training.grpo().internalise().source())
                            + ", but discuss is never, so there are none",
                    "set discuss, or take right-ideas");
        }
        boolean redraws = training.grpo().advantages().dynamicSampling() == DynamicSampling.REDRAW;
        if (redraws && discuss.onSecondVisits()) {
            fields.problem(
                    fields.place("advantages"),
                    "advantages.dynamic-sampling",
                    "is redraw, but with discuss: "
                            + Label.of(discuss)
                            + " the second visit is a discussion",
                    "choose one of the two");
        }
    }

    private void checkQuestions(Training training) {
        int questions = training.grpo().questions();
        if (source.practice() == 0) {
            fields.problem(
                    fields.place(),
                    "questions",
                    "cannot be had: the file of questions marks no line as train",
                    "mark those to practise on with \"draw\": \"train\"");
        } else if (questions > source.practice()) {
            fields.problem(
                    fields.place("questions"),
                    "questions",
                    "is "
                            + questions
                            + ", but the file marks "
                            + source.practice()
                            + " lines as train",
                    "mark more of them with \"draw\": \"train\" or ask for fewer");
        } else if (source.practice() == QuestionsBinding.MAX_COUNT) {
            int drawn = TrainingQuestions.drawnEachIteration(training);
            source.tryDraw(fields, "questions", Draw.TRAIN, drawn);
        }
    }
}
