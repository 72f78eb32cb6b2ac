package org.colloquy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.irt.ModeChoice;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.LogException;
import org.colloquy.log.LogGrammar;
import org.colloquy.log.LogProblem;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.rollout.RolloutRules.Member;

/**
 * What other rules would have made of a recorded run, without any model: rewards, advantages and
 * what is taken over, by agent and stage, and the modes of the questions.
 *
 * <p>The dialogues stay as they were, so other rules show what the first step would have been given
 * and not where it would have led. A run that did not train is scored as training by its default
 * rules would have, as many questions at a time as one step has, with all agents as learners if
 * none of them could learn.
 *
 * @param dialogues of which the log tells, failed ones too
 * @param groups in the order of stages, then of the cast
 */
public record Rescoring(int questions, int dialogues, List<Row> groups, Modes modes) {

    private static final List<String> RULES =
            List.of(
                    "train.rewards",
                    "train.advantages",
                    "train.internalise",
                    "train.stages",
                    "interaction.mode");

    public Rescoring {
        groups = List.copyOf(groups);
    }

    /**
     * One agent's groups in one stage.
     *
     * @param advantages of answers that count under both rules
     * @param signChanges how many of them are positive, zero or negative under one rule but not
     *     under the other
     */
    public record Row(
            AgentName agent,
            Stage stage,
            Worth recorded,
            Worth changed,
            int advantages,
            int signChanges) {}

    /**
     * What groups are worth under one set of rules.
     *
     * @param withoutSpread groups whose rewards do not differ
     * @param answers own ones
     * @param rewardMean of own answers
     * @param internalised answers that are taken over
     */
    public record Worth(
            int groups, int withoutSpread, int answers, double rewardMean, int internalised) {}

    /**
     * On how many questions the agents cooperate.
     *
     * @param flipped questions whose mode is another
     */
    public record Modes(int questions, int recorded, int changed, int flipped) {}

    /** Whether it names a rule that can be changed afterwards, as {@code path=value}. */
    public static boolean isRule(String override) {
        return RULES.stream()
                .anyMatch(
                        rule -> override.startsWith(rule + "=") || override.startsWith(rule + "."));
    }

    /** The paths of all rules that can be changed. */
    public static List<String> rules() {
        return RULES;
    }

    /**
     * Scores a log again.
     *
     * @param overrides of its scenario, each {@code path=value}
     * @throws LogException at the first record that is not sound
     * @throws org.colloquy.scenario.ScenarioProblems if the overrides are wrong
     */
    public static Rescoring of(Path log, List<String> overrides) throws IOException {
        LogGrammar grammar = new LogGrammar();
        Optional<Pass> pass = Optional.empty();
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                InteractionEvent event = next.get().event();
                Optional<String> complaint = grammar.accept(event);
                if (complaint.isPresent()) {
                    throw new LogException(
                            new LogProblem.Misplaced(next.get().seq(), complaint.get()));
                }
                if (event instanceof RunStarted started) {
                    pass = Optional.of(new Pass(started, overrides));
                }
                pass.orElseThrow().accept(event);
            }
        }
        return pass.orElseThrow(
                        () ->
                                new LogException(
                                        new LogProblem.Missing(
                                                "the log is empty", "run the scenario again")))
                .result();
    }

    /** One reading of a log. */
    private static final class Pass {

        private final RunFacts facts;
        private final RunFacts changed;
        private final RolloutRules rules;
        private final RolloutRules changedRules;
        private final GroupTallies tallies = new GroupTallies();
        private Rollout rollout;
        private Rollout changedRollout;
        private int questions;
        private int inBatch;
        private int dialogues;
        private int modes;
        private int cooperating;
        private int cooperatingChanged;
        private int flipped;

        Pass(RunStarted started, List<String> overrides) {
            facts = new RunFacts(RecordedScenario.read(started.scenario()));
            changed = new RunFacts(RecordedScenario.read(started.scenario(), overrides));
            rules = withLearners(facts.rules());
            changedRules = rules.with(changed.rules().training());
            rollout = new Rollout(rules, facts.grader());
            changedRollout = new Rollout(changedRules, facts.grader());
        }

        private static RolloutRules withLearners(RolloutRules rules) {
            if (!rules.policies().isEmpty()) {
                return rules;
            }
            return new RolloutRules(
                    rules.cast().stream()
                            .map(member -> new Member(member.name(), member.policy(), true))
                            .toList(),
                    rules.training(),
                    rules.firstVisits());
        }

        void accept(InteractionEvent event) {
            switch (event) {
                case QuestionPosed posed -> {
                    if (facts.training().isEmpty()
                            && inBatch == rules.training().grpo().questions()) {
                        endBatch();
                    }
                    questions++;
                    inBatch++;
                }
                case ModeChosen chosen -> choose(chosen);
                case DialogueStarted started -> dialogues++;
                case IterationEnded ended -> endBatch();
                default -> {}
            }
            rollout.accept(event);
            changedRollout.accept(event);
        }

        private void choose(ModeChosen chosen) {
            Mode mode =
                    ModeChoice.decide(
                                    changed.interaction().mode(),
                                    facts.seed(),
                                    facts.ordinal(chosen.key()),
                                    chosen.abilities(),
                                    chosen.difficulty())
                            .mode();
            modes++;
            cooperating += chosen.mode() == Mode.COOPERATE ? 1 : 0;
            cooperatingChanged += mode == Mode.COOPERATE ? 1 : 0;
            flipped += mode == chosen.mode() ? 0 : 1;
        }

        private void endBatch() {
            tallies.add(rollout.score().events(), changedRollout.score().events());
            rollout = new Rollout(rules, facts.grader());
            changedRollout = new Rollout(changedRules, facts.grader());
            inBatch = 0;
        }

        Rescoring result() {
            endBatch();
            List<Row> rows = new ArrayList<>();
            for (Stage stage : Stage.values()) {
                facts.cast().forEach(agent -> tallies.row(stage, agent).ifPresent(rows::add));
            }
            return new Rescoring(
                    questions,
                    dialogues,
                    rows,
                    new Modes(modes, cooperating, cooperatingChanged, flipped));
        }
    }
}
