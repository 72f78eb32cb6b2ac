package org.colloquy.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloquy.dialogue.Vocabulary;
import org.colloquy.pretrain.Transcript.Kind;
import org.colloquy.pretrain.Transcript.Segment;
import org.colloquy.question.Family;
import org.colloquy.question.Operation;
import org.junit.jupiter.api.Test;

class TranscriptWriterTest {

    private static final TranscriptSettings SETTINGS =
            TranscriptSettings.builtin(Family.labels(), List.of(1, 2, 3, 4), Operation.TIMES);

    private final TranscriptWriter writer = new TranscriptWriter(SETTINGS, 5);

    @Test
    void everyTokenIsInTheVocabulary() {
        Set<String> words = new HashSet<>(Vocabulary.words());
        words.add(Vocabulary.NEWLINE);
        for (int i = 0; i < 4000; i++) {
            String text = writer.write(i).text();
            List<String> tokens = Vocabulary.split(text);
            assertEquals(text, String.join("", tokens));
            for (String token : tokens) {
                assertTrue(words.contains(token), "'" + token + "' in " + text);
            }
        }
    }

    @Test
    void encodingPartByPartIsEncodingTheWhole() {
        for (int i = 0; i < 500; i++) {
            Transcript transcript = writer.write(i);
            List<String> seen = new ArrayList<>();
            Transcript.Tokens tokens =
                    transcript.tokens(
                            part -> {
                                seen.addAll(Vocabulary.split(part));
                                return new int[Vocabulary.split(part).size()];
                            });
            assertEquals(Vocabulary.split(transcript.text()), seen);
            assertEquals(seen.size(), tokens.weights().length);
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
        for (int i = 0; i < 4000; i++) {
            counts.merge(writer.write(i).kind(), 1, Integer::sum);
        }
        assertEquals(SETTINGS.solo(), counts.get(Kind.SOLO) / 4000.0, 0.03);
        assertEquals(SETTINGS.comparison(), counts.get(Kind.COMPARISON) / 4000.0, 0.03);
        assertEquals(SETTINGS.debate(), counts.get(Kind.DEBATE) / 4000.0, 0.03);
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
}
