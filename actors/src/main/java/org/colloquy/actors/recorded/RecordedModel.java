package org.colloquy.actors.recorded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.colloquy.log.RunDirectory;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Finish;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.Occasion;
import org.colloquy.model.Outcome;
import org.colloquy.model.Refusal;

/**
 * Says again what models said earlier, so that it can be studied without them. A turn is found by
 * its agent, stage and question; where several fit, or none does, it is refused with their lines.
 */
public final class RecordedModel implements LanguageModel {

    private static final int SHOWN = 5;

    private final String path;
    private final String digest;
    private final Map<String, List<RecordedTurn>> byQuestion;

    private RecordedModel(String path, String digest, List<RecordedTurn> turns) {
        this.path = path;
        this.digest = digest;
        byQuestion = turns.stream().collect(Collectors.groupingBy(RecordedTurn::question));
    }

    /**
     * Reads a JSON Lines file of turns, or a run's directory or log.
     *
     * @throws IOException naming file and line of what cannot be used
     */
    public static RecordedModel read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? RunDirectory.logOf(path) : path;
        List<RecordedTurn> turns =
                LoggedTurns.isLog(file) ? LoggedTurns.read(file) : TurnLines.read(file);
        return new RecordedModel(path.toString(), FileDigest.sha256(file), turns);
    }

    @Override
    public String identity() {
        return "recorded sha256 " + digest;
    }

    @Override
    public CompletionBatch open(int capacity) {
        return new Batch(capacity);
    }

    @Override
    public void close() {}

    private Outcome outcome(CompletionRequest request) {
        Occasion occasion = request.occasion();
        Occasion.Place place = occasion.place();
        Set<RecordedTurn> ofQuestion = new LinkedHashSet<>();
        for (String name : List.of(place.question(), place.text(), request.prompt())) {
            ofQuestion.addAll(byQuestion.getOrDefault(name, List.of()));
        }
        List<RecordedTurn> fitting =
                ofQuestion.stream()
                        .filter(turn -> turn.agent().equals(place.agent()))
                        .filter(turn -> turn.stage().equals(occasion.stage()))
                        .filter(turn -> turn.fits(place.sample(), place.round()))
                        .toList();
        if (fitting.size() == 1) {
            String text = fitting.getFirst().text();
            return new Completion(text, new int[0], new float[0], 0, Finish.STOP);
        }
        String wanted =
                "turn of %s at stage %s on question %s%s"
                        .formatted(
                                place.agent(),
                                occasion.stage(),
                                place.question(),
                                place.sample() == Occasion.Place.ALONE
                                        ? ", outside any dialogue"
                                        : ", sample %d, round %d"
                                                .formatted(place.sample(), place.round()));
        return new Refusal(
                fitting.isEmpty()
                        ? path + " has no " + wanted + near(ofQuestion)
                        : "more than one " + wanted + ": " + lines(fitting));
    }

    private static String near(Set<RecordedTurn> ofQuestion) {
        return ofQuestion.isEmpty()
                ? "; it has nothing on this question"
                : "; on this question it has " + lines(List.copyOf(ofQuestion));
    }

    private static String lines(List<RecordedTurn> turns) {
        return turns.stream()
                        .limit(SHOWN)
                        .map(turn -> turn.where() + " (" + turn.agent() + ", " + turn.stage() + ")")
                        .collect(Collectors.joining(", "))
                + (turns.size() > SHOWN ? " and " + (turns.size() - SHOWN) + " more" : "");
    }

    /** Every request ends at its first step. */
    private final class Batch implements CompletionBatch {

        private final int capacity;
        private final List<Ended> waiting = new ArrayList<>();

        Batch(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public int running() {
            return waiting.size();
        }

        @Override
        public void add(long ticket, CompletionRequest request) {
            if (waiting.size() == capacity) {
                throw new IllegalStateException("the batch of " + capacity + " is full");
            }
            waiting.add(new Ended(ticket, outcome(request)));
        }

        @Override
        public void cancel(long ticket) {
            waiting.removeIf(ended -> ended.ticket() == ticket);
        }

        @Override
        public List<Ended> step() {
            List<Ended> ended = List.copyOf(waiting);
            waiting.clear();
            return ended;
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }
}
