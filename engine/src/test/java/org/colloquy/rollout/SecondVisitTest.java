package org.colloquy.rollout;

import static org.colloquy.rollout.StagedRollouts.IDEAS;
import static org.colloquy.rollout.StagedRollouts.PLAIN;
import static org.colloquy.rollout.StagedRollouts.TALK;
import static org.colloquy.rollout.StagedRollouts.own;
import static org.colloquy.rollout.StagedRollouts.rollout;
import static org.colloquy.rollout.StagedRollouts.rules;
import static org.colloquy.rollout.StagedRollouts.scored;
import static org.colloquy.rollout.StagedRollouts.training;
import static org.colloquy.rollout.StagedTalk.OTHER;
import static org.colloquy.rollout.StagedTalk.QUESTION;
import static org.colloquy.rollout.StagedTalk.RIGHT;
import static org.colloquy.rollout.StagedTalk.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TurnId;
import org.colloquy.grpo.AdvantageNormalisation;
import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.InternaliseSettings.Source;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.QuestionKey;
import org.colloquy.rollout.Rollout.Revisit;
import org.colloquy.scenario.Training.Discuss;
import org.junit.jupiter.api.Test;

final class SecondVisitTest {

    @Test
    void fusionsStandInWhereNobodyHasARightIdea() {
        GrpoSettings settings =
                GrpoSettings.DEFAULT.with(
                        InternaliseSettings.DEFAULT.with(Source.RIGHT_IDEAS_OR_FUSIONS));
        RolloutRules rules = rules(training(Discuss.NOBODY_RIGHT, IDEAS, settings));
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(TALK.posed(0, QUESTION));
        sections.addAll(TALK.solos(0, QUESTION, List.of(List.of(WRONG, WRONG))));
        sections.add(TALK.posed(1, OTHER));
        sections.addAll(TALK.solos(1, OTHER, List.of(List.of("Answer 5.", "Answer 4."))));
        Rollout rollout = rollout(rules, sections);
        assertEquals(Revisit.DISCUSS, rollout.secondVisit(0));
        assertEquals(Revisit.NONE, rollout.secondVisit(1), "bel or ada was right alone");
        rollout.accept(TALK.posed(2, QUESTION));
        rollout.accept(
                TALK.dialogue(
                        2,
                        0,
                        QUESTION,
                        "idea3",
                        List.of(WRONG, WRONG),
                        List.of("We agree.", "We agree."),
                        List.of(WRONG, RIGHT)));
        TurnId fusion = new TurnId(new DialogueId(3, 2, 0), 2, Stage.FUSE, 1);
        for (String agent : List.of("ada", "bel")) {
            assertEquals(List.of(fusion), scored(rollout, Stage.SHARE, agent).internalised());
        }
        assertTrue(
                rollout.score().events().stream()
                        .filter(event -> event.key().question() == 1)
                        .flatMap(event -> event.internalised().stream())
                        .noneMatch(turn -> turn.stage() == Stage.FUSE));
    }

    @Test
    void aSecondVisitJoinsTheFirst() {
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(TALK.posed(0, QUESTION));
        sections.addAll(TALK.solos(0, QUESTION, List.of(List.of(WRONG, RIGHT))));
        sections.add(TALK.posed(1, OTHER));
        sections.addAll(TALK.solos(1, OTHER, List.of(List.of("Answer 5.", "Answer 5."))));
        RolloutRules rules =
                rules(
                        training(
                                Discuss.WITHOUT_RIGHT,
                                List.of(own(Stage.SHARE), own(Stage.FUSE)),
                                PLAIN));
        Rollout rollout = rollout(rules, sections);
        assertEquals(Revisit.DISCUSS, rollout.secondVisit(0));
        assertEquals(Revisit.NONE, rollout.secondVisit(1));
        rollout.accept(TALK.posed(2, QUESTION));
        rollout.accept(
                TALK.dialogue(
                        2,
                        0,
                        QUESTION,
                        "idea3",
                        List.of(RIGHT, WRONG),
                        List.of("We agree.", "We agree."),
                        List.of(RIGHT, RIGHT)));
        assertEquals(Revisit.DISCUSS, rollout.secondVisit(0), "by the first visit alone");
        assertEquals(List.of(0.1f, 1f), scored(rollout, Stage.SHARE, "ada").rewards());
        assertEquals(List.of(1f), scored(rollout, Stage.FUSE, "ada").rewards());
        assertEquals(new QuestionKey(3, 0), scored(rollout, Stage.FUSE, "ada").key());
        assertEquals(6, rollout.score().events().size());
    }

    @Test
    void aQuestionThatTeachesNobodyIsRedrawn() {
        AdvantageSettings redraw =
                new AdvantageSettings(true, AdvantageNormalisation.GROUP, DynamicSampling.REDRAW);
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(TALK.posed(0, QUESTION));
        sections.addAll(
                TALK.solos(0, QUESTION, List.of(List.of(RIGHT, WRONG), List.of(RIGHT, WRONG))));
        sections.add(TALK.posed(1, QUESTION));
        sections.addAll(
                TALK.solos(1, QUESTION, List.of(List.of(RIGHT, RIGHT), List.of(RIGHT, RIGHT))));
        Rollout alone =
                rollout(rules(training(Discuss.NEVER, IDEAS, PLAIN.with(redraw))), sections);
        assertEquals(Revisit.REDRAW, alone.secondVisit(0));
        Rollout taught =
                rollout(
                        rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT.with(redraw))),
                        sections);
        assertEquals(Revisit.NONE, taught.secondVisit(0), "bel learns from ada's right ideas");
        assertEquals(Revisit.REDRAW, taught.secondVisit(1));
        taught.accept(TALK.posed(3, OTHER));
        taught.accept(TALK.dialogue(3, 0, OTHER, "solo", List.of("Answer 5.", "Answer 4.")));
        assertEquals(
                List.of(new QuestionKey(3, 0), new QuestionKey(3, 1), new QuestionKey(3, 3)),
                taught.score().events().stream().map(GroupScored::key).distinct().toList());
    }
}
