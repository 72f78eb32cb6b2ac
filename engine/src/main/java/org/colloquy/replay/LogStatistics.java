package org.colloquy.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.Accuracy;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/**
 * Sums a log up, event by event. All sums but the number of failed dialogues are over finished
 * dialogues.
 */
public final class LogStatistics {

    /**
     * How answers came out before and after the discussion.
     *
     * @param solo right first ideas
     * @param last right final answers
     * @param gained answers that the discussion turned from not right to right
     * @param lost answers that it turned from right to not right
     */
    public record Tally(int answers, int solo, int last, int gained, int lost) {

        private static final Tally NONE = new Tally(0, 0, 0, 0, 0);

        private Tally and(Tally other) {
            return new Tally(
                    answers + other.answers,
                    solo + other.solo,
                    last + other.last,
                    gained + other.gained,
                    lost + other.lost);
        }

        private static Tally of(GradedAnswer answer) {
            boolean before = answer.solo() == Grade.RIGHT;
            boolean after = answer.last() == Grade.RIGHT;
            return new Tally(
                    1,
                    before ? 1 : 0,
                    after ? 1 : 0,
                    after && !before ? 1 : 0,
                    before && !after ? 1 : 0);
        }
    }

    /** Turns and tokens that were said. */
    public record Volume(long turns, long tokens, long truncated) {

        private static final Volume NONE = new Volume(0, 0, 0);

        private Volume and(Volume other) {
            return new Volume(
                    turns + other.turns, tokens + other.tokens, truncated + other.truncated);
        }
    }

    private final SequencedMap<AgentName, Tally> byAgent = new LinkedHashMap<>();
    private final SortedMap<String, SortedMap<AgentName, Tally>> byFamily = new TreeMap<>();
    private final SortedMap<Integer, SortedMap<AgentName, Tally>> byLevel = new TreeMap<>();
    private final SortedMap<Mode, Tally> byMode = new TreeMap<>();
    private final SortedMap<Mode, Integer> dialogues = new TreeMap<>();
    private final SortedMap<Stage, Volume> volume = new TreeMap<>();
    private final SortedMap<Stage, Volume> open = new TreeMap<>();
    private Optional<Question> question = Optional.empty();
    private Mode mode = Mode.COOPERATE;
    private final List<SoloEvaluated> evaluations = new ArrayList<>();
    private int iterations;
    private int failed;
    private long records;

    /** Takes the next event of the log. */
    public void accept(InteractionEvent event) {
        records++;
        switch (event) {
            case RunStarted started -> {
                for (Participant agent : started.agents()) {
                    byAgent.put(agent.name(), Tally.NONE);
                }
            }
            case QuestionPosed posed -> question = Optional.of(posed.question());
            case DialogueStarted started -> {
                mode = started.mode();
                open.clear();
            }
            case TurnTaken taken -> {
                Volume one =
                        new Volume(
                                1,
                                taken.turn().tokens().length(),
                                taken.turn().truncated() ? 1 : 0);
                open.merge(taken.turn().id().stage(), one, Volume::and);
            }
            case AnswersGraded graded -> graded.answers().forEach(this::count);
            case DialogueEnded ended -> close(ended.status());
            case SoloEvaluated told -> evaluations.add(told);
            case IterationEnded ended -> iterations++;
            default -> {}
        }
    }

    private void count(GradedAnswer answer) {
        Tally one = Tally.of(answer);
        byAgent.merge(answer.agent(), one, Tally::and);
        byMode.merge(mode, one, Tally::and);
        question.ifPresent(
                about -> {
                    byFamily.computeIfAbsent(about.family(), key -> new TreeMap<>())
                            .merge(answer.agent(), one, Tally::and);
                    byLevel.computeIfAbsent(about.level(), key -> new TreeMap<>())
                            .merge(answer.agent(), one, Tally::and);
                });
    }

    private void close(DialogueStatus status) {
        switch (status) {
            case FAILED -> failed++;
            case FINISHED -> {
                dialogues.merge(mode, 1, Integer::sum);
                open.forEach((stage, said) -> volume.merge(stage, said, Volume::and));
            }
        }
    }

    public long records() {
        return records;
    }

    /** Iterations of training that are over; 0 in a plain run. */
    public int iterations() {
        return iterations;
    }

    /** How the agents solved alone in training, by version of the weights. */
    public List<SoloEvaluated> evaluations() {
        return List.copyOf(evaluations);
    }

    /** In the scenario's order of agents. */
    public SequencedMap<AgentName, Tally> byAgent() {
        return byAgent;
    }

    public SortedMap<String, SortedMap<AgentName, Tally>> byFamily() {
        return byFamily;
    }

    public SortedMap<Integer, SortedMap<AgentName, Tally>> byLevel() {
        return byLevel;
    }

    /** Over all agents. */
    public SortedMap<Mode, Tally> byMode() {
        return byMode;
    }

    public SortedMap<Stage, Volume> byStage() {
        return volume;
    }

    /** What the run's last record says if the log ends here. */
    public RunEnded totals() {
        Volume all = volume.values().stream().reduce(Volume.NONE, Volume::and);
        int cooperate = dialogues.getOrDefault(Mode.COOPERATE, 0);
        int compete = dialogues.getOrDefault(Mode.COMPETE, 0);
        List<Accuracy> accuracy =
                byAgent.entrySet().stream()
                        .map(
                                entry ->
                                        new Accuracy(
                                                entry.getKey(),
                                                entry.getValue().answers(),
                                                entry.getValue().solo(),
                                                entry.getValue().last()))
                        .toList();
        return new RunEnded(
                cooperate + compete,
                failed,
                all.turns(),
                all.tokens(),
                cooperate,
                compete,
                accuracy);
    }
}
