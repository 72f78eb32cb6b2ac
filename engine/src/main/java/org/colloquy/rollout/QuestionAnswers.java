package org.colloquy.rollout;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.Turn;
import org.colloquy.grpo.Internalise;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.InternaliseSettings.Source;
import org.colloquy.scenario.Training.StageRule;

/** What was answered to one question, by stage and agent, in the order of the turns. */
final class QuestionAnswers {

    private final RolloutRules rules;
    private final Map<Stage, List<List<Answer>>> byStage = new EnumMap<>(Stage.class);

    /** By agent, the fused answers that ended its dialogues. */
    private final List<List<Answer>> fusions;

    /**
     * @param dialogues finished ones about the question, in order
     */
    QuestionAnswers(RolloutRules rules, Assessor assessor, List<Dialogue> dialogues) {
        this.rules = rules;
        fusions = nothing();
        Set<Stage> needed = EnumSet.of(Stage.SHARE, Stage.FUSE);
        rules.training().stages().forEach(rule -> needed.add(rule.stage()));
        for (Dialogue dialogue : dialogues) {
            int last = dialogue.rounds().size() - 1;
            for (Turn turn : dialogue.turns()) {
                Stage stage = turn.id().stage();
                if (needed.contains(stage)) {
                    Answer answer = assessor.assess(dialogue, turn);
                    of(stage).get(turn.id().agent()).add(answer);
                    if (stage == Stage.FUSE && turn.id().round() == last) {
                        fusions.get(turn.id().agent()).add(answer);
                    }
                }
            }
        }
    }

    private List<List<Answer>> nothing() {
        return rules.cast().stream().<List<Answer>>map(agent -> new ArrayList<>()).toList();
    }

    /** By agent the answers of a stage. */
    private List<List<Answer>> of(Stage stage) {
        return byStage.computeIfAbsent(stage, none -> nothing());
    }

    /** The trained stages in which somebody answered, in their order. */
    List<Stage> trainedStages() {
        return rules.training().stages().stream()
                .map(StageRule::stage)
                .filter(byStage::containsKey)
                .sorted()
                .toList();
    }

    /** Every agent's group of a stage; only trained agents take anything over, as ideas. */
    List<AnswerGroup> groups(Stage stage) {
        return IntStream.range(0, rules.cast().size())
                .mapToObj(agent -> group(stage, agent))
                .toList();
    }

    private AnswerGroup group(Stage stage, int agent) {
        List<Answer> own = of(stage).get(agent);
        boolean takes = stage == Stage.SHARE && rules.cast().get(agent).trained() && !own.isEmpty();
        return new AnswerGroup(own, takes ? taken(agent) : List.of());
    }

    private List<Answer> taken(int learner) {
        InternaliseSettings settings = rules.training().grpo().internalise();
        if (settings.source() == Source.RIGHT_IDEAS_OR_FUSIONS) {
            settings = settings.with(nobodyRight() ? Source.RIGHT_FUSIONS : Source.RIGHT_IDEAS);
        }
        List<List<Answer>> source =
                switch (settings.source()) {
                    case NONE -> List.of();
                    case RIGHT_IDEAS -> of(Stage.SHARE);
                    case RIGHT_FUSIONS, RIGHT_IDEAS_OR_FUSIONS -> fusions;
                };
        List<boolean[]> right = source.stream().map(QuestionAnswers::right).toList();
        boolean[] ownRight = right(of(Stage.SHARE).get(learner));
        return Internalise.choose(settings, ownRight, right, learner).stream()
                .map(taken -> source.get(taken.agent()).get(taken.sample()).taken())
                .toList();
    }

    private static boolean[] right(List<Answer> answers) {
        boolean[] right = new boolean[answers.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = answers.get(i).right();
        }
        return right;
    }

    /** Whether some trained agent has no right idea. */
    boolean someoneWithoutRight() {
        return trained().anyMatch(agent -> withoutRight(of(Stage.SHARE).get(agent)));
    }

    /** Whether no agent has a right idea. */
    boolean nobodyRight() {
        return of(Stage.SHARE).stream().allMatch(QuestionAnswers::withoutRight);
    }

    private static boolean withoutRight(List<Answer> answers) {
        return answers.stream().noneMatch(Answer::right);
    }

    /** Whether the rewards of some trained agent differ in some stage. */
    boolean anyDiffer() {
        return trainedStages().stream()
                .anyMatch(stage -> trained().anyMatch(agent -> group(stage, agent).differs()));
    }

    private IntStream trained() {
        return IntStream.range(0, rules.cast().size())
                .filter(agent -> rules.cast().get(agent).trained());
    }
}
