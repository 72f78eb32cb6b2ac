package org.colloquy.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Turn;
import org.colloquy.irt.Ability;
import org.colloquy.irt.AbilityEstimator;
import org.colloquy.irt.AbilityEstimator.Response;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;

/**
 * One iteration's dialogues, gathered from its events, and what follows from them: which questions
 * are visited again, the agents' new abilities, rewards and advantages.
 *
 * <p>A pure function of the events: a preamble must come before the question's dialogues and each
 * dialogue's events in their order, but dialogues may come in any order. Dialogues that failed
 * count for nothing. The two visits of one question are told together under the first one's key.
 * Not thread-safe.
 */
public final class Rollout {

    private final RolloutRules rules;
    private final Grader grader;
    private final Assessor assessor;
    private final SortedMap<Integer, Question> posed = new TreeMap<>();
    private final SortedMap<DialogueId, Dialogue> finished = new TreeMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private Optional<DialogueStarted> open = Optional.empty();
    private int iteration;

    /** What is done about a question after its first visit. */
    public enum Revisit {
        NONE,
        /** It is discussed, since some trained agent had no right idea. */
        DISCUSS,
        /** Another question takes its place, since no trained agent's rewards differed. */
        REDRAW
    }

    public Rollout(RolloutRules rules, Grader grader) {
        this.rules = rules;
        this.grader = grader;
        this.assessor = new Assessor(grader, rules.training().rewards(), rules.training().stages());
    }

    /** Takes whole sections, or parts of them in order. */
    public void accept(List<? extends InteractionEvent> events) {
        events.forEach(this::accept);
    }

    /**
     * Takes the next event; those that have nothing to do with dialogues are passed over.
     *
     * @throws IllegalArgumentException if it is of a dialogue whose question was not posed
     */
    public void accept(InteractionEvent event) {
        switch (event) {
            case QuestionPosed question -> {
                iteration = question.key().iteration();
                posed.put(question.key().question(), question.question());
            }
            case DialogueStarted started -> {
                open = Optional.of(started);
                turns.clear();
            }
            case TurnTaken taken -> turns.add(taken.turn());
            case DialogueEnded ended -> {
                if (ended.status() == DialogueStatus.FINISHED) {
                    finished.put(ended.id(), dialogue(open.orElseThrow()));
                }
                open = Optional.empty();
            }
            default -> {}
        }
    }

    /** The question of a visit, if it was posed. */
    public Optional<Question> posed(int index) {
        return Optional.ofNullable(posed.get(index));
    }

    private Dialogue dialogue(DialogueStarted started) {
        Optional<Question> question = posed(started.id().question());
        Optional<Protocol> protocol = Protocol.named(started.protocol());
        if (question.isEmpty() || protocol.isEmpty()) {
            throw new IllegalArgumentException(
                    "dialogue %s is by '%s', of a question that was %sposed"
                            .formatted(
                                    started.id(),
                                    started.protocol(),
                                    question.isEmpty() ? "not " : ""));
        }
        DialoguePlan plan =
                new DialoguePlan(
                        started.id(),
                        question.get(),
                        started.cast(),
                        started.mode(),
                        started.peers(),
                        started.rounds());
        Dialogue dialogue = Dialogue.open(protocol.get(), plan);
        for (Turn turn : turns) {
            dialogue = dialogue.accept(turn);
        }
        return dialogue;
    }

    /** Whether a question is visited again, by its first visit, which must be whole. */
    public Revisit secondVisit(int question) {
        QuestionAnswers answers = new QuestionAnswers(rules, assessor, visit(question));
        return switch (rules.training().discuss()) {
            case NOBODY_RIGHT -> answers.nobodyRight() ? Revisit.DISCUSS : redraw(answers);
            case WITHOUT_RIGHT -> answers.someoneWithoutRight() ? Revisit.DISCUSS : redraw(answers);
            case NEVER, ALWAYS, BY_ABILITY -> redraw(answers);
        };
    }

    private Revisit redraw(QuestionAnswers answers) {
        return switch (rules.training().grpo().advantages().dynamicSampling()) {
            case OFF, SKIP -> Revisit.NONE;
            case REDRAW -> answers.anyDiffer() ? Revisit.NONE : Revisit.REDRAW;
        };
    }

    /**
     * The abilities by the first ideas of the first visits, at the difficulties of the questions'
     * labels: what the next iteration starts with.
     *
     * @param before in cast order, for agents of whom no dialogue was finished; none counts as 0
     */
    public List<AbilityEstimated> abilities(List<Ability> before) {
        List<AbilityEstimated> estimates = new ArrayList<>();
        for (int agent = 0; agent < rules.cast().size(); agent++) {
            List<Response> responses = responses(agent);
            int right = (int) responses.stream().filter(Response::right).count();
            Ability ability =
                    responses.isEmpty()
                            ? before.isEmpty() ? new Ability(0, 0) : before.get(agent)
                            : AbilityEstimator.estimate(responses);
            estimates.add(
                    new AbilityEstimated(
                            rules.cast().get(agent).name(),
                            right,
                            responses.size(),
                            ability.value(),
                            ability.standardError()));
        }
        return List.copyOf(estimates);
    }

    private List<Response> responses(int agent) {
        List<Response> responses = new ArrayList<>();
        for (Dialogue dialogue : finished.values()) {
            if (dialogue.plan().id().question() < rules.firstVisits()) {
                Question question = dialogue.plan().question();
                String idea = dialogue.rounds().getFirst().get(agent).text();
                boolean right = grader.grade(question, idea) == Grade.RIGHT;
                responses.add(new Response(DifficultyScale.label(question), right));
            }
        }
        return responses;
    }

    /** Rewards and advantages of all finished dialogues, always on the plain backend. */
    public Scores score() {
        SortedMap<QuestionKey, QuestionAnswers> answers = new TreeMap<>();
        for (int question : posed.keySet()) {
            if (home(question) == question) {
                List<Dialogue> dialogues = new ArrayList<>(visit(question));
                int again = question + rules.firstVisits();
                if (posed.containsKey(again) && home(again) == question) {
                    dialogues.addAll(visit(again));
                }
                answers.put(
                        new QuestionKey(iteration, question),
                        new QuestionAnswers(rules, assessor, dialogues));
            }
        }
        return new Scores(rules, answers);
    }

    /** The index of the question's first visit. */
    private int home(int question) {
        int first = question - rules.firstVisits();
        return first >= 0 && Objects.equals(posed.get(first), posed.get(question))
                ? first
                : question;
    }

    /** The finished dialogues of one visit, in order. */
    private List<Dialogue> visit(int question) {
        return List.copyOf(
                finished.subMap(
                                new DialogueId(iteration, question, 0),
                                new DialogueId(iteration, question + 1, 0))
                        .values());
    }
}
