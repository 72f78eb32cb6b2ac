package org.colloquy.rollout;

import static org.colloquy.rollout.StagedRollouts.IDEAS;
import static org.colloquy.rollout.StagedRollouts.PLAIN;
import static org.colloquy.rollout.StagedRollouts.TALK;
import static org.colloquy.rollout.StagedRollouts.member;
import static org.colloquy.rollout.StagedRollouts.own;
import static org.colloquy.rollout.StagedRollouts.rollout;
import static org.colloquy.rollout.StagedRollouts.rules;
import static org.colloquy.rollout.StagedRollouts.scored;
import static org.colloquy.rollout.StagedRollouts.training;
import static org.colloquy.rollout.StagedRollouts.twoSolos;
import static org.colloquy.rollout.StagedTalk.MUTE;
import static org.colloquy.rollout.StagedTalk.OTHER;
import static org.colloquy.rollout.StagedTalk.QUESTION;
import static org.colloquy.rollout.StagedTalk.RIGHT;
import static org.colloquy.rollout.StagedTalk.SPEAKER;
import static org.colloquy.rollout.StagedTalk.WRONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TurnId;
import org.colloquy.grpo.AdvantageNormalisation;
import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.InternaliseSettings.Source;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.grpo.Trajectory;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.QuestionKey;
import org.colloquy.scenario.Training;
import org.colloquy.scenario.Training.Discuss;
import org.colloquy.scenario.Training.RewardedBy;
import org.colloquy.scenario.Training.StageRule;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.WordTokenizer;
import org.junit.jupiter.api.Test;

final class RolloutTest {

    @Test
    void ideasAreRewardedAndPeersRightOnesJoin() {
        Rollout rollout =
                rollout(rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT)), twoSolos());
        GroupScored ada = scored(rollout, Stage.SHARE, "ada");
        assertEquals(new QuestionKey(3, 0), ada.key());
        assertEquals(List.of(0.1f, -0.5f, 1f), ada.rewards());
        TurnId idea = new TurnId(new DialogueId(3, 0, 0), 0, Stage.SHARE, 1);
        assertEquals(List.of(idea), ada.internalised());
        assertEquals(3, ada.advantages().size());
        assertTrue(ada.advantages().get(2) > 0 && ada.advantages().get(1) < 0);
        GroupScored bel = scored(rollout, Stage.SHARE, "bel");
        assertEquals(List.of(1f, 0.1f), bel.rewards());
        assertEquals(List.of(), bel.internalised());
    }

    @Test
    void whatIsTakenOverIsInTheLearnersOwnTokens() {
        Tokenizer learner =
                WordTokenizer.ofTexts(new TreeSet<>(Vocabularies.all()).descendingSet());
        Scores scores =
                rollout(rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT)), twoSolos())
                        .score();
        ScoredGroup group = scores.groups("ada", learner).getFirst();
        Trajectory taken = group.group().internalised().getFirst();
        assertArrayEquals(learner.encodeTurn(RIGHT), taken.completion());
        assertEquals(0, taken.behaviour().length);
        String bare = "You are agent number 0.\nQuestion: What is 47 + 38?\nIdea: ";
        assertArrayEquals(learner.encodePrompt(bare), taken.prompt());
        Trajectory own = group.group().sampled().getFirst();
        assertArrayEquals(SPEAKER.encodeTurn(WRONG), own.completion(), "as it was sampled");
        assertEquals(-0.5f, own.behaviour()[1]);
        assertArrayEquals(learner.encodePrompt(bare), own.prompt());
        assertTrue(group.group().sampled().get(1).truncated());
        assertEquals(3, group.advantages().advantages().length);
    }

    @Test
    void whatTheLearnerHasNoWordsForIsNotTrained() {
        Set<String> words = new TreeSet<>(Vocabularies.all());
        words.remove("plus");
        Scores scores =
                rollout(rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT)), twoSolos())
                        .score();
        ScoredGroup group = scores.groups("ada", WordTokenizer.ofTexts(words)).getFirst();
        assertEquals(List.of(), group.group().internalised());
        assertEquals(2, group.advantages().advantages().length);
        float first = scores.events().getFirst().advantages().getFirst();
        assertEquals(first, group.advantages().advantages()[0], "it counted in the mean");
    }

    @Test
    void everyTrainedStageHasItsGroupAndItsReward() {
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(TALK.posed(0, QUESTION));
        for (int sample = 0; sample < 2; sample++) {
            sections.add(
                    TALK.dialogue(
                            0,
                            sample,
                            QUESTION,
                            "idea3",
                            List.of(WRONG, RIGHT),
                            List.of(
                                    "First 47 plus 38 is 85, not my 75. I was wrong at first.",
                                    sample == 0 ? "We agree." : "I refute peer 1 at first."),
                            List.of(sample == 0 ? RIGHT : WRONG, RIGHT)));
        }
        List<StageRule> stages =
                List.of(
                        new StageRule(Stage.SHARE, RewardedBy.FINAL),
                        own(Stage.ANALYSE),
                        own(Stage.FUSE));
        Rollout rollout = rollout(rules(training(Discuss.ALWAYS, stages, PLAIN)), sections);
        assertEquals(List.of(1f, 0.1f), scored(rollout, Stage.SHARE, "ada").rewards());
        assertEquals(List.of(1f, 1f), scored(rollout, Stage.ANALYSE, "ada").rewards());
        assertEquals(List.of(0.1f, 1f), scored(rollout, Stage.ANALYSE, "bel").rewards());
        assertEquals(List.of(1f, 0.1f), scored(rollout, Stage.FUSE, "ada").rewards());
        assertEquals(
                List.of(
                        Stage.SHARE,
                        Stage.SHARE,
                        Stage.ANALYSE,
                        Stage.ANALYSE,
                        Stage.FUSE,
                        Stage.FUSE),
                rollout.score().events().stream().map(GroupScored::stage).toList());
        List<ScoredGroup> groups = rollout.score().groups("bel", SPEAKER);
        assertEquals(3, groups.size());
        String prompt = SPEAKER.decode(groups.get(1).group().sampled().getFirst().prompt());
        assertTrue(prompt.endsWith("Challenge peer 1:"), prompt);
    }

    @Test
    void fusionsAreInternalisedByTheirOwnWorth() {
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(TALK.posed(0, QUESTION));
        sections.add(
                TALK.dialogue(
                        0,
                        0,
                        QUESTION,
                        "idea3",
                        List.of(WRONG, WRONG),
                        List.of("We agree.", "We agree."),
                        List.of(RIGHT, WRONG)));
        InternaliseSettings fusions =
                new InternaliseSettings(Source.RIGHT_FUSIONS, true, false, 16);
        Rollout rollout =
                rollout(
                        rules(training(Discuss.ALWAYS, IDEAS, GrpoSettings.DEFAULT.with(fusions))),
                        sections);
        TurnId fusion = new TurnId(new DialogueId(3, 0, 0), 2, Stage.FUSE, 0);
        for (String agent : List.of("ada", "bel")) {
            assertEquals(List.of(fusion), scored(rollout, Stage.SHARE, agent).internalised());
            assertEquals(List.of(0.1f, 1f), scored(rollout, Stage.SHARE, agent).rewards());
        }
    }

    @Test
    void agentsOfOnePolicyLearnTogether() {
        RolloutRules shared =
                new RolloutRules(
                        List.of(member("ada", "both", true), member("bel", "both", true)),
                        training(Discuss.NEVER, IDEAS, PLAIN),
                        2);
        assertEquals(List.of("both"), shared.policies());
        List<ScoredGroup> groups = rollout(shared, twoSolos()).score().groups("both", SPEAKER);
        assertEquals(2, groups.size());
        assertEquals(0.1f, groups.getFirst().group().sampled().getFirst().reward());
        assertEquals(1f, groups.getLast().group().sampled().getFirst().reward());
    }

    @Test
    void whoIsNotTrainedCalibratesAndTeachesTheOthers() {
        AdvantageSettings plain =
                new AdvantageSettings(true, AdvantageNormalisation.NONE, DynamicSampling.OFF);
        Training training = training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT.with(plain));
        RolloutRules frozen =
                new RolloutRules(
                        List.of(member("ada", "ada", true), member("bel", "bel", false)),
                        training,
                        2);
        GroupScored bel = scored(rollout(frozen, twoSolos()), Stage.SHARE, "bel");
        assertEquals(List.of(1f, 0.1f), bel.rewards());
        assertEquals(List.of(), bel.advantages());
        assertEquals(List.of(), bel.internalised());
        GroupScored ada = scored(rollout(frozen, twoSolos()), Stage.SHARE, "ada");
        assertEquals(scored(rollout(rules(training), twoSolos()), Stage.SHARE, "ada"), ada);
        float clipped = 0.1f + (0.1f - 0.55f) / 0.9f;
        assertEquals(clipped, ada.calibrated().getFirst(), 1e-6);
        assertEquals(1, ada.internalised().size());
        assertEquals(List.of(), rollout(frozen, twoSolos()).score().groups("bel", SPEAKER));
        assertEquals(List.of("ada"), frozen.policies());
    }

    @Test
    void failedDialoguesCountForNothing() {
        List<List<InteractionEvent>> sections = twoSolos();
        sections.add(TALK.dialogue(0, 2, QUESTION, "idea3", List.of(RIGHT, RIGHT)));
        sections.add(TALK.posed(1, OTHER));
        sections.add(TALK.dialogue(1, 0, OTHER, "idea3", List.of(RIGHT, RIGHT)));
        RolloutRules rules = rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT));
        assertEquals(
                rollout(rules, twoSolos()).score().events(),
                rollout(rules, sections).score().events());
    }

    @Test
    void theOrderInWhichDialoguesComeChangesNothing() {
        List<InteractionEvent> questions = new ArrayList<>(TALK.posed(0, QUESTION));
        questions.addAll(TALK.posed(1, OTHER));
        List<List<InteractionEvent>> dialogues = new ArrayList<>();
        List<List<String>> said =
                List.of(
                        List.of(WRONG, RIGHT),
                        List.of(MUTE, WRONG),
                        List.of(RIGHT, "Answer 5."),
                        List.of("Answer 5.", RIGHT));
        dialogues.addAll(TALK.solos(0, QUESTION, said));
        dialogues.addAll(TALK.solos(1, OTHER, said));
        RolloutRules rules = rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT));
        List<GroupScored> events = List.of();
        List<AbilityEstimated> abilities = List.of();
        for (int order = 0; order < 20; order++) {
            Rollout rollout = rollout(rules, List.of(questions));
            dialogues.forEach(rollout::accept);
            if (order == 0) {
                events = rollout.score().events();
                abilities = rollout.abilities(List.of());
            }
            assertEquals(events, rollout.score().events());
            assertEquals(abilities, rollout.abilities(List.of()));
            Collections.shuffle(dialogues, new Random(order));
        }
        assertEquals(4, events.size());
    }

    @Test
    void abilitiesAreThoseOfFirstIdeas() {
        RolloutRules rules = rules(training(Discuss.NEVER, IDEAS, GrpoSettings.DEFAULT));
        Rollout rollout = rollout(rules, twoSolos());
        List<AbilityEstimated> before = rollout.abilities(List.of());
        assertEquals(List.of(0, 1), before.stream().map(AbilityEstimated::right).toList());
        assertEquals(List.of(2, 2), before.stream().map(AbilityEstimated::asked).toList());
        assertTrue(before.get(0).ability() < before.get(1).ability());
        rollout.accept(TALK.posed(2, QUESTION));
        rollout.accept(TALK.dialogue(2, 0, QUESTION, "solo", List.of(RIGHT, RIGHT)));
        assertEquals(before, rollout.abilities(List.of()), "second visits are chosen by the first");
        List<Ability> kept = List.of(new Ability(0.5, 0.25), new Ability(-1, 0.5));
        AbilityEstimated silent = rollout(rules, List.of()).abilities(kept).getLast();
        assertEquals(new AbilityEstimated(new AgentName("bel"), 0, 0, -1, 0.5), silent);
    }

    @Test
    void aDialogueAboutNothingIsRefused() {
        Rollout rollout = rollout(rules(Training.DEFAULT), List.of());
        List<InteractionEvent> section =
                TALK.dialogue(0, 0, QUESTION, "solo", List.of(RIGHT, RIGHT));
        assertThrows(IllegalArgumentException.class, () -> rollout.accept(section));
    }

    /** Words of the builtin world and of the tests' questions. */
    private static final class Vocabularies {
        static Set<String> all() {
            return Stream.concat(
                            SPEAKER.vocabulary().stream(),
                            Stream.of("agent", "number", "You", "What"))
                    .filter(word -> !word.startsWith("<"))
                    .collect(Collectors.toSet());
        }
    }
}
