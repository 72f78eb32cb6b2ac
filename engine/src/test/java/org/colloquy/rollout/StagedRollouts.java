package org.colloquy.rollout;

import static org.colloquy.rollout.StagedTalk.MUTE;
import static org.colloquy.rollout.StagedTalk.QUESTION;
import static org.colloquy.rollout.StagedTalk.RIGHT;
import static org.colloquy.rollout.StagedTalk.WRONG;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Stage;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.reward.RewardSettings;
import org.colloquy.rollout.RolloutRules.Member;
import org.colloquy.scenario.Training;
import org.colloquy.scenario.Training.Discuss;
import org.colloquy.scenario.Training.RewardedBy;
import org.colloquy.scenario.Training.StageRule;

/** Rollouts of two agents, ada and bel, made of staged talk. */
final class StagedRollouts {

    static final StagedTalk TALK = new StagedTalk(3, "ada", "bel");
    static final GrpoSettings PLAIN = GrpoSettings.DEFAULT.with(InternaliseSettings.NONE);
    static final List<StageRule> IDEAS = List.of(own(Stage.SHARE));

    static StageRule own(Stage stage) {
        return new StageRule(stage, RewardedBy.OWN);
    }

    static Training training(Discuss discuss, List<StageRule> stages, GrpoSettings grpo) {
        Training some = Training.DEFAULT;
        return new Training(
                some.iterations(),
                discuss,
                some.discussions(),
                stages,
                new RewardSettings(1, 0.1, -0.5, 0, 0, 0),
                grpo,
                some.temperature(),
                some.evaluation(),
                some.checkpoints());
    }

    /** All trained, each by its own weights; two first visits. */
    static RolloutRules rules(Training training) {
        return new RolloutRules(
                List.of(member("ada", "ada", true), member("bel", "bel", true)), training, 2);
    }

    static Member member(String name, String policy, boolean trained) {
        return new Member(new AgentName(name), policy, trained);
    }

    static Rollout rollout(RolloutRules rules, List<List<InteractionEvent>> sections) {
        Rollout rollout = new Rollout(rules, new ArithmeticGrader());
        sections.forEach(rollout::accept);
        return rollout;
    }

    static GroupScored scored(Rollout rollout, Stage stage, String agent) {
        return rollout.score().events().stream()
                .filter(each -> each.stage() == stage && each.agent().value().equals(agent))
                .findFirst()
                .orElseThrow();
    }

    static List<List<InteractionEvent>> twoSolos() {
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(TALK.posed(0, QUESTION));
        sections.addAll(
                TALK.solos(0, QUESTION, List.of(List.of(WRONG, RIGHT), List.of(MUTE, WRONG))));
        return sections;
    }

    private StagedRollouts() {}
}
