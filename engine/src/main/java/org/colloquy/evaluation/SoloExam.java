package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.dialogue.Solo;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;

/**
 * Asks an agent every question alone: once greedily and a number of times by sampling. The answers
 * do not depend on the size of the batch, which is kept full until the last question.
 *
 * @param sampling of the samples; the greedy answer keeps its limits
 * @param samples answers to each question beside the greedy one, from 0
 * @param batch the most requests at once
 */
public record SoloExam(
        List<Question> questions,
        Grader grader,
        PromptBook prompts,
        Sampling sampling,
        int samples,
        long seed,
        int batch) {

    public SoloExam {
        questions = List.copyOf(questions);
    }

    /** How many answers an agent gives. */
    public int answers() {
        return questions.size() * (1 + samples);
    }

    /**
     * The results of one agent; an answer that the model refuses is not right.
     *
     * @param place of the agent in the cast, which its random numbers depend on
     * @param answered called after each answer, from the calling thread
     */
    public SoloResults sit(
            int place, AgentName agent, String persona, LanguageModel model, Runnable answered) {
        Sheet sheet = new Sheet();
        List<CompletionRequest> requests = requests(place, agent, persona);
        try (CompletionBatch running = model.open(batch)) {
            int next = 0;
            while (next < requests.size() || running.running() > 0) {
                while (next < requests.size() && running.running() < batch) {
                    running.add(next, requests.get(next));
                    next++;
                }
                for (Ended ended : running.step()) {
                    sheet.enter(ended);
                    answered.run();
                }
            }
        }
        return sheet.results();
    }

    private List<CompletionRequest> requests(int place, AgentName agent, String persona) {
        Sampling greedy = new Sampling(0, 0, 1, 0, sampling.maxTokens(), sampling.stop());
        List<CompletionRequest> requests = new ArrayList<>(answers());
        for (int item = 0; item < questions.size(); item++) {
            Question question = questions.get(item);
            String prompt = prompt(item, agent, persona);
            Occasion occasion =
                    new Occasion(
                            "share", question.answer(), DifficultyScale.label(question), List.of());
            for (int answer = 0; answer <= samples; answer++) {
                long key = CounterRandom.key(seed, "evaluation", place, item, answer);
                requests.add(
                        new CompletionRequest(
                                key,
                                prompt,
                                answer == 0 ? greedy : sampling,
                                occasion.at(place(agent, question, answer))));
            }
        }
        return requests;
    }

    /** The greedy answer stands outside any dialogue, the drawn ones are samples from 0. */
    private static Occasion.Place place(AgentName agent, Question question, int answer) {
        int sample = answer == 0 ? Occasion.Place.ALONE : answer - 1;
        return new Occasion.Place(agent.value(), question.id(), question.text(), sample, 0);
    }

    private String prompt(int item, AgentName agent, String persona) {
        DialoguePlan alone =
                new DialoguePlan(
                        new DialogueId(0, item, 0),
                        questions.get(item),
                        List.of(agent),
                        Mode.COOPERATE,
                        List.of(List.of()),
                        1);
        Dialogue opening = Dialogue.open(new Solo(), alone);
        return prompts.turn(opening, opening.awaited().getFirst(), persona);
    }

    /** The texts by request; empty until it ends, or where the model refused. */
    private final class Sheet {

        private final String[] texts = new String[answers()];
        private long tokens;

        Sheet() {
            Arrays.fill(texts, "");
        }

        void enter(Ended ended) {
            if (ended.outcome() instanceof Completion completion) {
                texts[(int) ended.ticket()] = completion.text();
                tokens += completion.tokenIds().length;
            }
        }

        SoloResults results() {
            List<Boolean> greedy = new ArrayList<>();
            List<Integer> rightSamples = new ArrayList<>();
            List<Boolean> majority = new ArrayList<>();
            for (int item = 0; item < questions.size(); item++) {
                int first = item * (1 + samples);
                greedy.add(right(item, texts[first]));
                List<String> sampled = List.of(texts).subList(first + 1, first + 1 + samples);
                rightSamples.add(count(item, sampled));
                majority.add(majorityIsRight(item, sampled));
            }
            return new SoloResults(greedy, samples, rightSamples, majority, tokens);
        }

        private int count(int item, List<String> sampled) {
            return (int) sampled.stream().filter(text -> right(item, text)).count();
        }

        private boolean right(int item, String text) {
            return grader.grade(questions.get(item), text) == Grade.RIGHT;
        }

        private boolean majorityIsRight(int item, List<String> sampled) {
            List<Optional<String>> answers = sampled.stream().map(grader::answerIn).toList();
            Optional<String> winner = Majority.of(answers);
            return winner.isPresent() && right(item, sampled.get(answers.indexOf(winner)));
        }
    }
}
