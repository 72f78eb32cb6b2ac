package org.colloquy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Audience;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Solo;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.irt.Ability;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.irt.ModeChoice;
import org.colloquy.irt.ModeDecision;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.JsonText;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;
import org.colloquy.random.CounterRandom;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.rollout.Scores;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.TrainingQuestions;

/**
 * Two iterations of training played through without actors or models: ada and bel learn, cy is
 * frozen; each is right or wrong by a hash.
 */
final class StagedTraining {

    static final long SEED = 11;
    private static final int QUESTIONS = 4;
    private static final List<AgentName> CAST =
            List.of(new AgentName("ada"), new AgentName("bel"), new AgentName("cy"));

    private final ArithmeticGrader grader = new ArithmeticGrader();
    private final Scenario scenario;
    private final LogStatistics statistics = new LogStatistics();
    private final List<InteractionEvent> events = new ArrayList<>();
    private List<Ability> abilities = List.of();
    private List<Question> questions = List.of();
    private Rollout rollout;
    private int iteration;

    /**
     * @param train the section of the scenario, but for its sizes
     */
    StagedTraining(String train) {
        String json =
                """
                {"name":"staged","seed":11,"agents":[
                {"name":"ada","model":{"provider":"transformer","weights":"builtin:ada"}},
                {"name":"bel","model":{"provider":"transformer","weights":"builtin:bel"}},
                {"name":"cy","frozen":true,"policy":"ada-before","model":{"provider":"transformer",
                "weights":"builtin:ada"}}],
                "questions":{"source":"arithmetic","families":["add","chain"],"levels":[1,2,3]},
                "interaction":{"protocol":"idea3","mode":"dynamic","validation":0},
                "train":{"iterations":2,"questions":4,"group-size":3,"discussions":2,
                "evaluation":{"every":0,"questions":5},%s}}
                """
                        .formatted(train);
        scenario = ResolvedScenario.read(json, "staged", List.of());
        rollout = new Rollout(RolloutRules.of(scenario), grader);
    }

    String scenario() {
        return ResolvedScenario.write(scenario);
    }

    List<InteractionEvent> events() {
        add(
                new InteractionEvent.RunStarted(
                        1, "test", SEED, new JsonText(scenario()), participants()));
        add(evaluated(0));
        for (iteration = 0; iteration < 2; iteration++) {
            rollout = new Rollout(RolloutRules.of(scenario), grader);
            questions = new TrainingQuestions(scenario).of(iteration);
            for (int question = 0; question < QUESTIONS; question++) {
                visit(question, questions.get(question), 3, new Solo());
            }
            for (int question = 0; question < QUESTIONS; question++) {
                int again = QUESTIONS + question;
                switch (rollout.secondVisit(question)) {
                    case NONE -> {}
                    case DISCUSS -> visit(again, questions.get(question), 2, new Idea3());
                    case REDRAW -> visit(again, questions.get(again), 3, new Solo());
                }
            }
            endIteration();
        }
        events.add(statistics.totals());
        return events;
    }

    private void add(InteractionEvent event) {
        events.add(event);
        statistics.accept(event);
        rollout.accept(event);
    }

    static List<InteractionEvent.Participant> participants() {
        return CAST.stream()
                .map(name -> new InteractionEvent.Participant(name, "transformer", "sha256 0"))
                .toList();
    }

    private static InteractionEvent evaluated(int version) {
        return new InteractionEvent.SoloEvaluated(
                version,
                CAST.stream()
                        .map(name -> new InteractionEvent.Evaluated(name, version, 5))
                        .toList());
    }

    private void visit(int index, Question question, int samples, Protocol protocol) {
        QuestionKey key = new QuestionKey(iteration, index);
        double difficulty = DifficultyScale.label(question);
        List<Double> values =
                abilities.isEmpty()
                        ? CAST.stream().map(name -> 0.0).toList()
                        : abilities.stream().map(Ability::value).toList();
        boolean twice = !events.isEmpty() && returns();
        int ordinal = iteration * (twice ? 2 : 1) * QUESTIONS + index;
        ModeDecision decision =
                ModeChoice.decide(
                        new ModeRule.Dynamic(Pooling.MEAN), SEED, ordinal, values, difficulty);
        add(new InteractionEvent.QuestionPosed(key, question));
        add(new InteractionEvent.DifficultyEstimated(key, "label", difficulty));
        add(
                new InteractionEvent.ModeChosen(
                        key,
                        "dynamic",
                        values,
                        difficulty,
                        decision.probabilities(),
                        decision.pooled(),
                        decision.mode()));
        for (int sample = 0; sample < samples; sample++) {
            dialogue(new DialogueId(iteration, index, sample), question, decision.mode(), protocol);
        }
    }

    private boolean returns() {
        String text = scenario();
        return text.contains("without-right") || text.contains("redraw");
    }

    private void dialogue(DialogueId id, Question question, Mode mode, Protocol protocol) {
        List<List<Integer>> peers = Audience.all(3);
        Dialogue dialogue =
                Dialogue.open(protocol, new DialoguePlan(id, question, CAST, mode, peers, 1));
        add(new InteractionEvent.DialogueStarted(id, protocol.name(), 1, mode, CAST, peers));
        while (!dialogue.complete()) {
            for (TurnId turnId : dialogue.awaited()) {
                Turn turn = turn(dialogue, turnId, question);
                add(new InteractionEvent.TurnTaken(CAST.get(turnId.agent()), turn));
                dialogue = dialogue.accept(turn);
            }
        }
        List<InteractionEvent.GradedAnswer> answers = new ArrayList<>();
        for (int agent = 0; agent < CAST.size(); agent++) {
            String solo = dialogue.rounds().getFirst().get(agent).text();
            String last = dialogue.rounds().getLast().get(agent).text();
            OptionalInt wrong = WorkedSolution.firstWrongStep(question, solo);
            Optional<String> soloAnswer = grader.answerIn(solo);
            answers.add(
                    new InteractionEvent.GradedAnswer(
                            CAST.get(agent),
                            grader.grade(question, solo),
                            soloAnswer,
                            grader.grade(question, last),
                            grader.answerIn(last),
                            wrong));
        }
        add(new InteractionEvent.AnswersGraded(id, answers));
        add(new InteractionEvent.DialogueEnded(id, DialogueStatus.FINISHED, ""));
    }

    /** Some questions nobody knows; of the others each agent is right at random. */
    private static Turn turn(Dialogue dialogue, TurnId id, Question question) {
        long known = CounterRandom.key(SEED, question.text(), id.agent());
        boolean right =
                CounterRandom.below(known, 0, 5) > 1
                        && CounterRandom.below(id.randomKey(SEED), 0, 2) == 0;
        String text = right ? WorkedSolution.text(question.steps()) : "We agree. Answer 1.";
        int[] ids = IntStream.range(0, right ? 6 : 4).toArray();
        String prompt = new TranscriptPrompts().turn(dialogue, id, "");
        return new Turn(id, prompt, text, new TokenTrace(ids, new float[ids.length]), !right);
    }

    private void endIteration() {
        Scores scores = rollout.score();
        List<AbilityEstimated> learned = rollout.abilities(abilities);
        abilities =
                learned.stream()
                        .map(each -> new Ability(each.ability(), each.standardError()))
                        .toList();
        scores.events().forEach(this::add);
        for (String policy : List.of("ada", "bel")) {
            add(updated(policy, scores.summary(policy)));
        }
        if (iteration == 1) {
            add(evaluated(2));
        }
        add(new InteractionEvent.IterationEnded(iteration));
        if (iteration == 0) {
            learned.forEach(this::add);
        }
    }

    private InteractionEvent updated(String policy, Scores.Summary summary) {
        return new InteractionEvent.PolicyUpdated(
                iteration,
                policy,
                -0.125,
                summary.rewardMean(),
                0,
                1,
                0,
                0,
                0,
                0.5,
                1,
                1,
                3e-4,
                64,
                12,
                3,
                summary.groups(),
                1,
                summary.completionTokens().orElseThrow(),
                summary.truncatedShare(),
                1,
                "ab".repeat(32));
    }
}
