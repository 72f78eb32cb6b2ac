package org.colloquy.pretrain;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A text to learn from, in parts that count for the loss or do not. */
public record Transcript(Kind kind, List<Segment> segments) {

    public Transcript {
        segments = List.copyOf(segments);
    }

    /** What happens in a transcript. */
    public enum Kind {
        SOLO,
        COMPARISON,
        DEBATE,
        IDEA3
    }

    /**
     * A part.
     *
     * @param weight of each of its tokens, as targets, in the loss
     */
    public record Segment(String text, float weight) {}

    /**
     * Token ids and, for each, its weight as a target; equally long. Receivers may keep the arrays.
     */
    @SuppressWarnings("ArrayRecordComponent") // thousands per training step, used at once
    public record Tokens(int[] ids, float[] weights) {}

    public String text() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.text()));
        return text.toString();
    }

    /**
     * Encodes part by part, which is the same as encoding the whole for every tokenizer that splits
     * at spaces and newlines as {@link org.colloquy.dialogue.Vocabulary} does.
     */
    public Tokens tokens(Function<String, int[]> encode) {
        List<int[]> parts = segments.stream().map(Segment::text).map(encode).toList();
        int[] ids = new int[parts.stream().mapToInt(part -> part.length).sum()];
        float[] weights = new float[ids.length];
        int end = 0;
        for (int i = 0; i < parts.size(); i++) {
            int[] part = parts.get(i);
            System.arraycopy(part, 0, ids, end, part.length);
            Arrays.fill(weights, end, end + part.length, segments.get(i).weight());
            end += part.length;
        }
        return new Tokens(ids, weights);
    }
}
