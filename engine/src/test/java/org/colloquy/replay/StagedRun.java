package org.colloquy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Audience;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.irt.Ability;
import org.colloquy.irt.AbilityEstimator;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.irt.ModeChoice;
import org.colloquy.irt.ModeDecision;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.PassRate;
import org.colloquy.irt.Pooling;
import org.colloquy.irt.SelfRanking;
import org.colloquy.irt.Verdict;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.JsonText;
import org.colloquy.log.LogWriter;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.ResolvedScenario;

/**
 * A run played through without actors or models: three agents who are right or wrong by a hash
 * discuss three questions by Idea3, every one hears one other, and one dialogue fails.
 */
final class StagedRun {

    static final long SEED = 7;
    static final int VALIDATION = 4;
    static final int ANCHORS = 3;
    static final int QUESTIONS = 3;
    static final int SAMPLES = 2;
    static final List<AgentName> CAST =
            List.of(new AgentName("ada"), new AgentName("bel"), new AgentName("cy"));

    private final String difficulty;
    private final ArithmeticGrader grader = new ArithmeticGrader();
    private final List<Question> posed;
    private final List<Question> held;
    private final List<Question> anchors;
    private final List<Double> abilities = new ArrayList<>();
    private final LogStatistics statistics = new LogStatistics();

    StagedRun(String difficulty) {
        this.difficulty = difficulty;
        ArithmeticSource source = new ArithmeticSource(List.of("add", "chain"), List.of(1, 2, 3));
        posed = source.draw(Draw.TEST, SEED, QUESTIONS);
        held = source.draw(Draw.VALIDATION, SEED, VALIDATION);
        anchors = SelfRanking.anchors(held, ANCHORS);
    }

    String scenario() {
        String agents =
                String.join(
                        ",",
                        CAST.stream()
                                .map(
                                        name ->
                                                "{\"name\":\""
                                                        + name
                                                        + "\",\"model\":{\"provider\":\"simulated\"}}")
                                .toList());
        String json =
                """
                {"name":"staged","seed":7,"agents":[%s],
                "questions":{"source":"arithmetic","families":["add","chain"],"levels":[1,2,3],
                "count":3,"draw":"test"},
                "interaction":{"protocol":"idea3","mode":"dynamic","difficulty":"%s","samples":2,
                "validation":4,"anchors":3,"hears":{"random":1},"limits":{"attempts":2}}}
                """
                        .formatted(agents, difficulty);
        return ResolvedScenario.write(ResolvedScenario.read(json, "staged", List.of()));
    }

    List<InteractionEvent> events() {
        List<InteractionEvent> events = new ArrayList<>();
        events.add(
                new InteractionEvent.RunStarted(
                        1, "test", SEED, new JsonText(scenario()), participants()));
        for (int agent = 0; agent < CAST.size(); agent++) {
            events.addAll(ability(agent));
        }
        for (int question = 0; question < QUESTIONS; question++) {
            List<InteractionEvent> preamble = preamble(question);
            events.addAll(preamble);
            Mode mode = ((InteractionEvent.ModeChosen) preamble.getLast()).mode();
            for (int sample = 0; sample < SAMPLES; sample++) {
                events.addAll(dialogue(new DialogueId(0, question, sample), mode));
            }
        }
        events.forEach(statistics::accept);
        events.add(statistics.totals());
        return events;
    }

    static List<InteractionEvent.Participant> participants() {
        return CAST.stream()
                .map(name -> new InteractionEvent.Participant(name, "simulated", "simulated 0"))
                .toList();
    }

    /** Right or wrong by a hash; says "peer 1" where it hears one. */
    private static String say(Question question, long key) {
        String worked = WorkedSolution.text(question.steps());
        return switch (CounterRandom.below(key, 0, 4)) {
            case 0 -> "Answer 1.";
            case 1 -> "peer 1 may be right about \u00e9t\u00e9, but I cannot say.";
            default -> worked;
        };
    }

    private static long key(String purpose, long... ids) {
        return CounterRandom.key(SEED, purpose, ids);
    }

    private List<InteractionEvent> ability(int agent) {
        List<InteractionEvent> events = new ArrayList<>();
        List<AbilityEstimator.Response> responses = new ArrayList<>();
        for (int item = 0; item < VALIDATION; item++) {
            Question question = held.get(item);
            String text = say(question, key("validation", agent, item));
            Grade grade = grader.grade(question, text);
            double value = DifficultyScale.label(question);
            responses.add(new AbilityEstimator.Response(value, grade == Grade.RIGHT));
            events.add(
                    new InteractionEvent.ValidationGraded(
                            CAST.get(agent),
                            question.id(),
                            question.family(),
                            question.level(),
                            value,
                            question.answer(),
                            text,
                            grade));
        }
        Ability ability = AbilityEstimator.estimate(responses);
        abilities.add(ability.value());
        int right = (int) responses.stream().filter(AbilityEstimator.Response::right).count();
        events.add(
                new InteractionEvent.AbilityEstimated(
                        CAST.get(agent),
                        right,
                        VALIDATION,
                        ability.value(),
                        ability.standardError()));
        return events;
    }

    private List<InteractionEvent> preamble(int index) {
        QuestionKey at = new QuestionKey(0, index);
        List<InteractionEvent> events = new ArrayList<>();
        events.add(new InteractionEvent.QuestionPosed(at, posed.get(index)));
        double value =
                switch (difficulty) {
                    case "self-ranking" -> selfRanking(at, events);
                    case "pass-rate" -> passRate(at, events);
                    default -> DifficultyScale.label(posed.get(index));
                };
        events.add(new InteractionEvent.DifficultyEstimated(at, difficulty, value));
        ModeDecision decision =
                ModeChoice.decide(
                        new ModeRule.Dynamic(Pooling.MEAN), SEED, index, abilities, value);
        events.add(
                new InteractionEvent.ModeChosen(
                        at,
                        "dynamic",
                        decision.abilities(),
                        value,
                        decision.probabilities(),
                        decision.pooled(),
                        decision.mode()));
        return events;
    }

    private double selfRanking(QuestionKey at, List<InteractionEvent> events) {
        List<SelfRanking.Comparison> comparisons = new ArrayList<>();
        for (int agent = 0; agent < CAST.size(); agent++) {
            for (int item = 0; item < ANCHORS; item++) {
                boolean first =
                        CounterRandom.below(key("order", at.question(), agent, item), 0, 2) == 0;
                String text =
                        List.of("A", "B is", "?")
                                .get(
                                        CounterRandom.below(
                                                key("say", at.question(), agent), item, 3));
                Verdict verdict = Verdict.read(text, first);
                double known = DifficultyScale.label(anchors.get(item));
                comparisons.add(new SelfRanking.Comparison(item, known, verdict));
                events.add(
                        new InteractionEvent.Compared(
                                at,
                                CAST.get(agent),
                                item,
                                anchors.get(item).id(),
                                known,
                                first,
                                text,
                                verdict == Verdict.UNCLEAR
                                        ? Optional.empty()
                                        : Optional.of(verdict == Verdict.QUESTION_HARDER)));
            }
        }
        return SelfRanking.difficulty(comparisons);
    }

    private double passRate(QuestionKey at, List<InteractionEvent> events) {
        Question question = posed.get(at.question());
        int right = 0;
        for (int agent = 0; agent < CAST.size(); agent++) {
            for (int attempt = 0; attempt < 4; attempt++) {
                String text = say(question, key("attempt", at.question(), agent, attempt));
                Grade grade = grader.grade(question, text);
                right += grade == Grade.RIGHT ? 1 : 0;
                events.add(
                        new InteractionEvent.Attempted(at, CAST.get(agent), attempt, text, grade));
            }
        }
        double mean = abilities.stream().mapToDouble(Double::doubleValue).sum() / abilities.size();
        return PassRate.difficulty(right, 4 * CAST.size(), mean);
    }

    private List<InteractionEvent> dialogue(DialogueId id, Mode mode) {
        Question question = posed.get(id.question());
        List<List<Integer>> peers =
                Audience.random(3, 1, key("peers", 0, id.question(), id.sample()));
        DialoguePlan plan = new DialoguePlan(id, question, CAST, mode, peers, 1);
        Dialogue dialogue = Dialogue.open(new Idea3(), plan);
        List<InteractionEvent> events = new ArrayList<>();
        events.add(new InteractionEvent.DialogueStarted(id, "idea3", 1, mode, CAST, peers));
        boolean fails = id.question() == 1 && id.sample() == 0;
        while (!dialogue.complete()) {
            boolean failsNow = fails && dialogue.rounds().size() == 1;
            for (TurnId turnId : dialogue.awaited()) {
                AgentName name = CAST.get(turnId.agent());
                if (turnId.agent() == 1 && (failsNow || id.sample() == 1)) {
                    events.add(new InteractionEvent.TurnFailed(name, turnId, 1, "timed out"));
                }
                if (turnId.agent() == 1 && failsNow) {
                    events.add(new InteractionEvent.TurnFailed(name, turnId, 2, "timed out"));
                } else {
                    Turn turn = turn(dialogue, turnId, question);
                    events.add(new InteractionEvent.TurnTaken(name, turn));
                    dialogue = dialogue.accept(turn);
                }
            }
            if (failsNow) {
                events.add(
                        new InteractionEvent.DialogueEnded(
                                id, DialogueStatus.FAILED, "bel did not answer: timed out"));
                return events;
            }
        }
        events.add(graded(dialogue));
        events.add(new InteractionEvent.DialogueEnded(id, DialogueStatus.FINISHED, ""));
        return events;
    }

    private static Turn turn(Dialogue dialogue, TurnId id, Question question) {
        String prompt = new TranscriptPrompts().turn(dialogue, id, "");
        int[] ids = IntStream.range(0, 5).toArray();
        float[] logProbs = {-0.5f, -1e-9f, -3.25f, -0.0f, -17f};
        return new Turn(
                id,
                prompt,
                say(question, id.randomKey(SEED)),
                new TokenTrace(ids, logProbs),
                false);
    }

    private InteractionEvent.AnswersGraded graded(Dialogue dialogue) {
        Question question = dialogue.plan().question();
        List<InteractionEvent.GradedAnswer> answers = new ArrayList<>();
        for (int agent = 0; agent < CAST.size(); agent++) {
            String solo = dialogue.rounds().getFirst().get(agent).text();
            String last = dialogue.rounds().getLast().get(agent).text();
            answers.add(
                    new InteractionEvent.GradedAnswer(
                            CAST.get(agent),
                            grader.grade(question, solo),
                            grader.answerIn(solo),
                            grader.grade(question, last),
                            grader.answerIn(last),
                            WorkedSolution.firstWrongStep(question, solo)));
        }
        return new InteractionEvent.AnswersGraded(dialogue.plan().id(), answers);
    }

    static void write(Path file, List<InteractionEvent> events) throws IOException {
        try (LogWriter writer = LogWriter.create(file)) {
            writer.append(events);
        }
    }
}
