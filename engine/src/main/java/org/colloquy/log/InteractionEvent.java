package org.colloquy.log;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/**
 * One thing that happened in a run; the log is a sequence of them.
 *
 * <p>Each record's components, in order, are the fields of its JSON. A new event is one more record
 * here and one line in {@link EventTypes}; {@link LogGrammar} says where it may stand.
 */
public sealed interface InteractionEvent {

    /**
     * The first record.
     *
     * @param scenario resolved, with every default filled in; its log format always reads jsonl, so
     *     that the log is the same in every format
     */
    record RunStarted(
            int formatVersion,
            String engineVersion,
            long seed,
            JsonText scenario,
            List<Participant> agents)
            implements InteractionEvent {
        public RunStarted {
            agents = List.copyOf(agents);
        }
    }

    /**
     * An agent of the run.
     *
     * @param model what answers for it: provider and, where there are weights, their SHA-256
     */
    record Participant(AgentName name, String provider, String model) {}

    /** An agent's answer to one validation question, on which its ability is estimated. */
    record ValidationGraded(
            AgentName agent,
            String question,
            String family,
            int level,
            double difficulty,
            String answer,
            String text,
            Grade grade)
            implements InteractionEvent {}

    /** An agent's ability by the validation questions before. */
    record AbilityEstimated(
            AgentName agent, int right, int asked, double ability, double standardError)
            implements InteractionEvent {}

    /** The run turns to its next question. */
    record QuestionPosed(QuestionKey key, Question question) implements InteractionEvent {}

    /**
     * An agent's view whether the question is harder than an anchor of known difficulty.
     *
     * @param anchor index of the anchor among the run's anchors
     * @param anchorId id of the anchor, a question of the validation draw
     * @param questionIsA whether the question, not the anchor, was put as A
     * @param text what the agent wrote; empty if it could not be asked
     * @param harder what was read from it; empty if nothing could be read
     */
    record Compared(
            QuestionKey key,
            AgentName agent,
            int anchor,
            String anchorId,
            double anchorDifficulty,
            boolean questionIsA,
            String text,
            Optional<Boolean> harder)
            implements InteractionEvent {}

    /** An agent's attempt at the question alone, by which a pass rate is counted. */
    record Attempted(QuestionKey key, AgentName agent, int attempt, String text, Grade grade)
            implements InteractionEvent {}

    /**
     * How hard the question is.
     *
     * @param rule as in the scenario: label, pass-rate or self-ranking
     */
    record DifficultyEstimated(QuestionKey key, String rule, double value)
            implements InteractionEvent {}

    /**
     * Whether the agents cooperate or compete on the question, with all that it was chosen by.
     *
     * @param rule as in the scenario: dynamic, cooperate, compete or ratio
     * @param abilities of the participants, in the scenario's order
     * @param probabilities P(right) of each participant, in the same order
     * @param pooled their one value
     */
    record ModeChosen(
            QuestionKey key,
            String rule,
            List<Double> abilities,
            double difficulty,
            List<Double> probabilities,
            double pooled,
            Mode mode)
            implements InteractionEvent {
        public ModeChosen {
            abilities = List.copyOf(abilities);
            probabilities = List.copyOf(probabilities);
        }
    }

    /**
     * A dialogue's plan.
     *
     * @param peers for each agent of the cast, the indices of the agents that it hears
     */
    record DialogueStarted(
            DialogueId id,
            String protocol,
            int rounds,
            Mode mode,
            List<AgentName> cast,
            List<List<Integer>> peers)
            implements InteractionEvent {
        public DialogueStarted {
            cast = List.copyOf(cast);
            peers = peers.stream().map(List::copyOf).toList();
        }
    }

    /** An agent spoke. */
    record TurnTaken(AgentName agent, Turn turn) implements InteractionEvent {}

    /**
     * An attempt at a turn failed; another follows, or the dialogue's end.
     *
     * @param attempt from 1
     */
    record TurnFailed(AgentName agent, TurnId id, int attempt, String reason)
            implements InteractionEvent {}

    /** The grades of a finished dialogue, in cast order. */
    record AnswersGraded(DialogueId id, List<GradedAnswer> answers) implements InteractionEvent {
        public AnswersGraded {
            answers = List.copyOf(answers);
        }
    }

    /**
     * One agent's answers.
     *
     * @param solo of its first idea
     * @param last its final answer, after the discussion
     * @param firstWrongStep index from 0 of the first wrong step of its first idea; empty where
     *     none is wrong or the question has no worked steps
     */
    record GradedAnswer(
            AgentName agent,
            Grade solo,
            Optional<String> soloAnswer,
            Grade last,
            Optional<String> lastAnswer,
            OptionalInt firstWrongStep) {}

    /** How a dialogue ended. */
    enum DialogueStatus {
        FINISHED,
        FAILED
    }

    /**
     * A dialogue is over.
     *
     * @param reason why it failed; empty if it did not
     */
    record DialogueEnded(DialogueId id, DialogueStatus status, String reason)
            implements InteractionEvent {}

    /** The last record: the run's sums, over finished dialogues except for {@code failed}. */
    record RunEnded(
            int dialogues,
            int failed,
            long turns,
            long tokens,
            int cooperate,
            int compete,
            List<Accuracy> accuracy)
            implements InteractionEvent {
        public RunEnded {
            accuracy = List.copyOf(accuracy);
        }
    }

    /**
     * How often an agent was right.
     *
     * @param answers that were graded
     * @param solo of them right as first ideas
     * @param last of them right as final answers
     */
    record Accuracy(AgentName agent, int answers, int solo, int last) {}

    /**
     * What one agent's answers to one question were worth in training. The lists of numbers hold
     * its own answers in the order of their turns, then those that it took over.
     *
     * @param key of the question; of its first visit, if there were two
     * @param rewards before calibration
     * @param calibrated after it; empty for an agent that is not trained, as are the advantages
     * @param advantages group-relative
     * @param internalised the turns that it took over, as answers to the bare question
     */
    record GroupScored(
            QuestionKey key,
            Stage stage,
            AgentName agent,
            List<Float> rewards,
            List<Float> calibrated,
            List<Float> advantages,
            List<TurnId> internalised)
            implements InteractionEvent {
        public GroupScored {
            rewards = List.copyOf(rewards);
            calibrated = List.copyOf(calibrated);
            advantages = List.copyOf(advantages);
            internalised = List.copyOf(internalised);
            boolean trained = !advantages.isEmpty() || !internalised.isEmpty();
            if (calibrated.size() != advantages.size()
                    || trained && advantages.size() != rewards.size()
                    || internalised.size() > rewards.size()) {
                throw new IllegalArgumentException(
                        "%d rewards, %d calibrated, %d advantages of %d answers taken over"
                                .formatted(
                                        rewards.size(),
                                        calibrated.size(),
                                        advantages.size(),
                                        internalised.size()));
            }
        }
    }

    /**
     * A policy learned from an iteration's groups; the numbers are those of its {@code
     * StepMetrics}.
     *
     * @param iteration that it learned from; the weights are version {@code iteration + 1}
     * @param weights SHA-256 of its model.safetensors
     */
    record PolicyUpdated(
            int iteration,
            String policy,
            double loss,
            double rewardMean,
            double kl,
            double entropy,
            double clippedLow,
            double clippedHigh,
            double clippedDual,
            double gradientNorm,
            double ratioMin,
            double ratioMax,
            double learningRate,
            int tokens,
            int trajectories,
            int internalised,
            int groups,
            int zeroSpreadGroups,
            double completionTokens,
            double truncatedShare,
            int updates,
            String weights)
            implements InteractionEvent {}

    /**
     * The agents answered the questions of the evaluation greedily, each alone.
     *
     * @param version of the weights: 0 before training, i + 1 after iteration i
     */
    record SoloEvaluated(int version, List<Evaluated> agents) implements InteractionEvent {
        public SoloEvaluated {
            agents = List.copyOf(agents);
        }
    }

    /** How many questions an agent had right alone. */
    record Evaluated(AgentName agent, int right, int asked) {}

    /** An iteration of training is over; the next starts with its new weights. */
    record IterationEnded(int iteration) implements InteractionEvent {}
}
