package org.colloquy.log;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every event that a log may hold: its name in JSON, its number in binary, its shape. */
final class EventTypes {

    /** In the order of their numbers in binary: new ones at the end, none ever removed. */
    static final List<EventType<?>> ALL =
            number(
                    List.of(
                            InteractionEvent.RunStarted.class,
                            InteractionEvent.ValidationGraded.class,
                            InteractionEvent.AbilityEstimated.class,
                            InteractionEvent.QuestionPosed.class,
                            InteractionEvent.Compared.class,
                            InteractionEvent.Attempted.class,
                            InteractionEvent.DifficultyEstimated.class,
                            InteractionEvent.ModeChosen.class,
                            InteractionEvent.DialogueStarted.class,
                            InteractionEvent.TurnTaken.class,
                            InteractionEvent.TurnFailed.class,
                            InteractionEvent.AnswersGraded.class,
                            InteractionEvent.DialogueEnded.class,
                            InteractionEvent.RunEnded.class,
                            InteractionEvent.GroupScored.class,
                            InteractionEvent.PolicyUpdated.class,
                            InteractionEvent.SoloEvaluated.class,
                            InteractionEvent.IterationEnded.class));

    private static final Map<Class<?>, EventType<?>> BY_CLASS = new HashMap<>();
    private static final Map<String, EventType<?>> BY_NAME = new HashMap<>();

    static {
        for (EventType<?> type : ALL) {
            BY_CLASS.put(type.type(), type);
            BY_NAME.put(type.name(), type);
        }
    }

    private EventTypes() {}

    /** An event's class and all that follows from it. */
    record EventType<E extends InteractionEvent>(
            int number, String name, Class<E> type, RecordShape<E> shape) {}

    @SuppressWarnings("unchecked") // the map pairs each class with its own type
    static EventType<InteractionEvent> of(InteractionEvent event) {
        EventType<?> type = BY_CLASS.get(event.getClass());
        if (type == null) {
            throw new IllegalArgumentException(event.getClass() + " is not in EventTypes");
        }
        return (EventType<InteractionEvent>) type;
    }

    static Optional<EventType<?>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static List<EventType<?>> number(List<Class<? extends InteractionEvent>> classes) {
        return IntStream.range(0, classes.size())
                .<EventType<?>>mapToObj(number -> entry(number, classes.get(number)))
                .toList();
    }

    private static <E extends InteractionEvent> EventType<E> entry(int number, Class<E> type) {
        String name = type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-");
        return new EventType<>(
                number, name.toLowerCase(Locale.ROOT), type, new RecordShape<>(type));
    }
}
