package org.colloquy.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.colloquy.dialogue.Vocabulary;
import org.colloquy.pretrain.Transcript.Kind;
import org.colloquy.pretrain.Transcript.Segment;
import org.colloquy.question.Family;
import org.colloquy.question.Operation;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;
import org.colloquy.transformer.WordTokenizer;
import org.junit.jupiter.api.Test;

class TranscriptWriterTest {

    private static final TranscriptSettings SETTINGS =
            TranscriptSettings.builtin(Family.labels(), List.of(1, 2, 3, 4), Slip.FORGOTTEN_CARRY);

    private static final WordTokenizer TOKENIZER = WordTokenizer.ofTexts(Vocabulary.words());

    private final TranscriptWriter writer = new TranscriptWriter(SETTINGS, 5);

    @Test
    void everyTextSurvivesTheTokenizerOfTheVocabulary() {
        for (int i = 0; i < 2000; i++) {
            String text = writer.write(i).text();
            assertEquals(List.of(), TOKENIZER.unknownTokens(text), text);
            assertEquals(text.replaceAll(" *\n", "\n"), TOKENIZER.decode(TOKENIZER.encode(text)));
        }
    }

    @Test
    void encodingPartByPartIsEncodingTheWhole() {
        for (int i = 0; i < 500; i++) {
            Transcript transcript = writer.write(i);
            Transcript.Tokens tokens = transcript.tokens(TOKENIZER::encode);
            assertArrayEquals(TOKENIZER.encode(transcript.text()), tokens.ids());
            assertEquals(tokens.ids().length, tokens.weights().length);
        }
    }

    @Test
    void aTranscriptIsAPureFunctionOfSeedAndIndex() {
        TranscriptWriter again = new TranscriptWriter(SETTINGS, 5);
        for (int i = 50; i > 0; i--) {
            assertEquals(writer.write(i), again.write(i));
        }
        assertFalse(writer.write(1).equals(new TranscriptWriter(SETTINGS, 6).write(1)));
    }

    @Test
    void theSharesAreThoseOfTheSettings() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (int i = 0; i < 2000; i++) {
            counts.merge(writer.write(i).kind(), 1, Integer::sum);
        }
        assertEquals(SETTINGS.solo(), counts.get(Kind.SOLO) / 2000.0, 0.03);
        assertEquals(SETTINGS.comparison(), counts.get(Kind.COMPARISON) / 2000.0, 0.03);
        assertEquals(SETTINGS.debate(), counts.get(Kind.DEBATE) / 2000.0, 0.03);
    }

    @Test
    void everyTranscriptEndsWithATurnThatCountsAndTheFrameNeverCounts() {
        for (int i = 0; i < 1000; i++) {
            List<Segment> segments = writer.write(i).segments();
            assertTrue(segments.getLast().text().endsWith("\n"));
            assertEquals(1, segments.getLast().weight());
            assertEquals(0, segments.getFirst().weight());
            for (Segment segment : segments) {
                assertTrue(segment.weight() == 0 || !segment.text().contains(":"));
            }
        }
    }

    /** Whatever counts for the loss but is not the agent's own idea holds true arithmetic only. */
    @Test
    void nothingWrongIsLearntExceptTheOwnSlips() {
        int slips = 0;
        for (int i = 0; i < 1500; i++) {
            List<Segment> segments = writer.write(i).segments();
            for (int part = 0; part < segments.size(); part++) {
                Segment segment = segments.get(part);
                boolean ownIdea = part > 0 && segments.get(part - 1).text().endsWith("Idea: ");
                for (Step step : WorkedSolution.read(segment.weight() > 0 ? segment.text() : "")) {
                    Operation operation = Operation.ofWord(step.operation()).orElseThrow();
                    boolean right = operation.apply(step.left(), step.right()) == step.result();
                    assertTrue(
                            right || ownIdea && Slip.FORGOTTEN_CARRY.spoils(operation),
                            segment.text());
                    slips += right ? 0 : 1;
                }
            }
        }
        assertTrue(slips > 200, "only " + slips + " slips");
    }

    @Test
    void discussionsEndWithTheRightAnswer() {
        for (int i = 0; i < 1000; i++) {
            Transcript transcript = writer.write(i);
            List<Segment> segments = transcript.segments();
            String frame = segments.get(segments.size() - 2).text();
            List<Step> fused = WorkedSolution.read(segments.getLast().text());
            boolean discussed = transcript.kind() == Kind.IDEA3 || transcript.kind() == Kind.DEBATE;
            assertEquals(discussed, frame.matches("(?s).*(Final|Together|Revise): "), frame);
            for (Step step : discussed ? fused : List.<Step>of()) {
                Operation operation = Operation.ofWord(step.operation()).orElseThrow();
                assertEquals(operation.apply(step.left(), step.right()), step.result());
            }
        }
    }
}
