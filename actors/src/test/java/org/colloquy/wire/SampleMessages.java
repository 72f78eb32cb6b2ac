package org.colloquy.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.TokenTrace;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;

/** One message of each kind that the wire can carry. */
public final class SampleMessages implements WireMessages {

    /** What tests send. */
    public sealed interface Sample extends WireMessage {}

    /** Nothing but its kind. */
    public record Bare() implements Sample {}

    /** One of each leaf. */
    public record Leafy(
            int small,
            long large,
            float single,
            double real,
            boolean truth,
            String text,
            OptionalInt anInt,
            OptionalLong aLong,
            OptionalDouble aDouble,
            Mode mode)
            implements Sample {}

    /** A type with a variable. */
    public record Numbered<T>(long number, List<T> values) {}

    /** A choice within a message. */
    public sealed interface Shade {}

    /** A choice with something in it. */
    public record Dark(int depth) implements Shade {}

    /** A choice with nothing in it. */
    public record Light() implements Shade {}

    /** Lists, optional values, choices, type variables. */
    public record Nested(Numbered<Shade> shades, List<List<String>> texts, Optional<Shade> one)
            implements Sample {}

    /** The words of the house. */
    public record Spoken(Turn turn, Question question, List<InteractionEvent> section)
            implements Sample {}

    /** Arrays. */
    @SuppressWarnings("ArrayRecordComponent") // as messages have them
    public record Raw(byte[] bytes, int[] ints, float[] floats) implements Sample {}

    /** With a reference to whoever is to hear of it. */
    public record Asked(String question, ActorRef<Sample> replyTo) implements Sample {}

    @Override
    public List<Class<? extends WireMessage>> roots() {
        return List.of(Sample.class);
    }

    static final Question QUESTION =
            new Question(
                    "add-1-000001",
                    "add",
                    1,
                    "What is 47 plus 38?",
                    "85",
                    List.of(new Question.Step(47, "plus", 38, 85)));

    static Turn turn() {
        TurnId id = new TurnId(new DialogueId(1, 2, 3), 1, Stage.SHARE, 0);
        return new Turn(
                id,
                "prompt \u00e9 \ud83d\ude00 \ud800",
                "text",
                new TokenTrace(new int[] {1, -2, 300}, new float[] {-0.5f, 0, -7}),
                true);
    }

    /** All that need no actor system. */
    static List<Sample> all() {
        return List.of(
                new Bare(),
                new Leafy(
                        -1,
                        Long.MIN_VALUE,
                        Float.NaN,
                        -0.0,
                        true,
                        "wide \u20ac",
                        OptionalInt.of(7),
                        OptionalLong.empty(),
                        OptionalDouble.of(1e300),
                        Mode.values()[1]),
                new Nested(
                        new Numbered<>(9, List.of(new Dark(3), new Light())),
                        List.of(List.of(), List.of("a", "")),
                        Optional.of(new Light())),
                new Spoken(
                        turn(),
                        QUESTION,
                        List.of(
                                new InteractionEvent.QuestionPosed(new QuestionKey(1, 2), QUESTION),
                                new InteractionEvent.TurnTaken(new AgentName("ada"), turn()))));
    }
}
