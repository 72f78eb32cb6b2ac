package org.colloquy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.grpo.Advantages;
import org.colloquy.grpo.Group;
import org.colloquy.grpo.GroupAdvantages;
import org.colloquy.grpo.GroupRewards;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.GrpoStep;
import org.colloquy.grpo.PassWork;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.grpo.Trajectory;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Finish;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.model.TransformerModel;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Family;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;
import org.colloquy.reward.RewardSettings;
import org.colloquy.reward.Rewards;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;

/**
 * The work of one training iteration of both builtin agents without actors: every agent answers
 * every question {@code groupSize} times, all are scored together, each learns from its groups.
 */
final class GrpoIteration {

    private static final List<String> PLACES = List.of("builtin:ada", "builtin:bel");
    private static final long SEED = 11;

    /** Decoded together, as a model server does. */
    private static final int BATCH = 64;

    private static final int MAX_TOKENS = 96;
    private static final int STEPS = 1_000;
    private static final Sampling SAMPLING = new Sampling(1, 0, 1, 0, MAX_TOKENS, List.of());

    private record Policy(TransformerModel model, GrpoStep learner) {}

    private final GrpoSettings settings;
    private final List<Policy> policies;
    private final Grader grader = new ArithmeticGrader();
    private final Rewards rewards = new Rewards(RewardSettings.DEFAULT);

    GrpoIteration(GrpoSettings settings, int threads, VectorOps ops) {
        this.settings = settings;
        policies = PLACES.stream().map(place -> policy(place, threads, ops)).toList();
    }

    private Policy policy(String place, int threads, VectorOps ops) {
        ModelFolder.Model read;
        try {
            read = ModelFolder.read(place, ops);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Parameters parameters = read.parameters();
        return new Policy(
                new TransformerModel(
                        place, parameters, read.tokenizer(), () -> new VectorOps(threads)),
                new GrpoStep(place, parameters, Optional.empty(), settings, STEPS, 1, ops));
    }

    /** For each question the group of each agent. */
    List<List<Group>> rollout(int step) {
        List<Question> questions =
                new ArithmeticSource(Family.labels(), List.of(1, 2, 3, 4))
                        .draw(Draw.TRAIN, SEED + step, settings.questions());
        List<List<Group>> byQuestion = new ArrayList<>();
        questions.forEach(question -> byQuestion.add(new ArrayList<>()));
        for (int agent = 0; agent < policies.size(); agent++) {
            List<Group> groups = answers(policies.get(agent).model(), questions, step, agent);
            for (int question = 0; question < groups.size(); question++) {
                byQuestion.get(question).add(groups.get(question));
            }
        }
        return byQuestion;
    }

    private List<Group> answers(
            TransformerModel model, List<Question> questions, int step, int agent) {
        int samples = settings.groupSize();
        Trajectory[] answers = new Trajectory[questions.size() * samples];
        int asked = 0;
        try (CompletionBatch batch = model.open(Math.min(BATCH, answers.length))) {
            while (asked < answers.length || batch.running() > 0) {
                for (; asked < answers.length && batch.running() < batch.capacity(); asked++) {
                    long key = CounterRandom.key(SEED, "grpo", step, agent, asked);
                    String prompt = TranscriptPrompts.opening(questions.get(asked / samples));
                    batch.add(asked, new CompletionRequest(key, prompt, SAMPLING, Occasion.NONE));
                }
                for (Ended ended : batch.step()) {
                    int index = (int) ended.ticket();
                    Question question = questions.get(index / samples);
                    answers[index] = trajectory(model, question, (Completion) ended.outcome());
                }
            }
        }
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < answers.length; from += samples) {
            List<Trajectory> sampled = Arrays.asList(answers).subList(from, from + samples);
            groups.add(new Group(sampled, List.of()));
        }
        return groups;
    }

    private Trajectory trajectory(TransformerModel model, Question question, Completion answer) {
        String text = answer.text();
        int[] tokens = answer.tokenIds();
        return new Trajectory(
                model.tokenizer().encodePrompt(TranscriptPrompts.opening(question)),
                tokens,
                answer.logProbs(),
                answer.finish() == Finish.LENGTH,
                rewards.of(question, grader.grade(question, text), text, tokens.length));
    }

    /** Calibrated, group-relative advantages: for each agent its groups. */
    List<List<ScoredGroup>> score(List<List<Group>> questions, VectorOps ops) {
        List<List<GroupRewards>> given =
                questions.stream()
                        .map(groups -> groups.stream().map(Group::rewards).toList())
                        .toList();
        List<List<GroupAdvantages>> advantages = Advantages.of(given, settings.advantages(), ops);
        List<List<ScoredGroup>> byAgent = new ArrayList<>();
        for (int agent = 0; agent < policies.size(); agent++) {
            List<ScoredGroup> groups = new ArrayList<>();
            for (int question = 0; question < questions.size(); question++) {
                groups.add(
                        new ScoredGroup(
                                questions.get(question).get(agent),
                                advantages.get(question).get(agent)));
            }
            byAgent.add(groups);
        }
        return byAgent;
    }

    /** Every policy's step. */
    void learn(int step, List<List<ScoredGroup>> byAgent) {
        for (int agent = 0; agent < policies.size(); agent++) {
            policies.get(agent).learner().take(step, byAgent.get(agent));
        }
    }

    /** What every policy's step computes. */
    PassWork work(List<List<ScoredGroup>> byAgent) {
        PassWork work = PassWork.NONE;
        for (int agent = 0; agent < policies.size(); agent++) {
            work = work.plus(policies.get(agent).learner().work(byAgent.get(agent)));
        }
        return work;
    }

    /** Floating-point operations of that work. */
    double operations(PassWork work) {
        Parameters parameters = policies.getFirst().model().parameters();
        return work.operations(parameters.config(), parameters.flat().size());
    }

    static long sampledTokens(List<List<Group>> questions) {
        return questions.stream()
                .flatMap(List::stream)
                .flatMap(group -> group.sampled().stream())
                .mapToLong(answer -> answer.completion().length)
                .sum();
    }

    /** Tokens of the answers with an advantage and their prompts, less each answer's last. */
    static long trainedTokens(List<List<ScoredGroup>> byAgent) {
        return byAgent.stream().flatMap(List::stream).mapToLong(GrpoIteration::tokens).sum();
    }

    private static long tokens(ScoredGroup scored) {
        long tokens = 0;
        float[] advantages = scored.advantages().advantages();
        for (int i = 0; i < advantages.length; i++) {
            Trajectory answer = scored.group().sampled().get(i);
            tokens +=
                    advantages[i] == 0
                            ? 0
                            : answer.prompt().length + answer.completion().length - 1;
        }
        return tokens;
    }
}
