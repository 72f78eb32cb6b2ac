package org.colloquy.model;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.random.CounterRandom;

/**
 * Answers drawn from the response model instead of a language model: right with probability {@code
 * 1 / (1 + exp(-1.7 (ability - difficulty)))}, as a pure function of the request's key.
 *
 * <p>It reads the {@link Occasion}, never the prompt. In stages {@code fuse} and {@code revise} it
 * is also right when most of its peers are. Every request ends at its first step.
 *
 * @param ability on the logit scale
 */
public record SimulatedModel(double ability) implements LanguageModel {

    private static final double SCALE = 1.7;
    private static final int RIGHT = 0;
    private static final int OFFSET = 1;
    private static final int LARGEST_OFFSET = 9;

    @Override
    public String identity() {
        return "simulated ability " + ability;
    }

    @Override
    public CompletionBatch open(int capacity) {
        return new Batch(capacity);
    }

    @Override
    public void close() {}

    private String answer(CompletionRequest request) {
        Occasion occasion = request.occasion();
        double probability = 1 / (1 + StrictMath.exp(-SCALE * (ability - occasion.difficulty())));
        boolean right = CounterRandom.uniform(request.key(), RIGHT) < probability;
        return switch (occasion.stage()) {
            case "compare" -> right ? occasion.answer() : other(occasion.answer());
            case "analyse" -> {
                String own = sentence(request, right);
                boolean agrees = occasion.peerTexts().stream().anyMatch(peer -> peer.contains(own));
                yield (agrees ? "That agrees. " : "That does not agree. ") + own;
            }
            case "fuse", "revise" -> sentence(request, right || mostPeersAreRight(occasion));
            default -> sentence(request, right);
        };
    }

    private static boolean mostPeersAreRight(Occasion occasion) {
        String sentence = sentence(occasion.answer());
        long right = occasion.peerTexts().stream().filter(text -> text.contains(sentence)).count();
        return 2 * right > occasion.peerTexts().size();
    }

    private static String sentence(CompletionRequest request, boolean right) {
        String answer = request.occasion().answer();
        return sentence(right ? answer : wrong(request, answer));
    }

    private static String sentence(String answer) {
        return "Answer " + answer + ".";
    }

    /** Another number close by, or 0 where the answer is no number. */
    private static String wrong(CompletionRequest request, String answer) {
        int offset = 1 + CounterRandom.below(request.key(), OFFSET, LARGEST_OFFSET);
        try {
            return Long.toString(Math.addExact(Long.parseLong(answer), offset));
        } catch (NumberFormatException | ArithmeticException noNumber) {
            return "0";
        }
    }

    private static String other(String answer) {
        return answer.equals("A") ? "B" : "A";
    }

    private final class Batch implements CompletionBatch {

        private record Running(long ticket, CompletionRequest request) {}

        private final int capacity;
        private final List<Running> running = new ArrayList<>();

        Batch(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public int running() {
            return running.size();
        }

        @Override
        public void add(long ticket, CompletionRequest request) {
            if (running.size() == capacity) {
                throw new IllegalStateException("the batch of " + capacity + " is full");
            }
            running.add(new Running(ticket, request));
        }

        @Override
        public void cancel(long ticket) {
            running.removeIf(request -> request.ticket() == ticket);
        }

        @Override
        public List<Ended> step() {
            List<Ended> ended = new ArrayList<>(running.size());
            for (Running one : running) {
                String text = answer(one.request());
                Completion completion =
                        new Completion(text, new int[0], new float[0], 0, Finish.STOP);
                ended.add(new Ended(one.ticket(), completion));
            }
            running.clear();
            return ended;
        }

        @Override
        public void close() {
            running.clear();
        }
    }
}
