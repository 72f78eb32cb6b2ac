package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.replay.Conversation;
import org.colloquy.replay.Conversation.Utterance;
import org.colloquy.replay.Listener;
import org.colloquy.replay.LogStatistics;

/**
 * Shows a log's dialogues turn by turn.
 *
 * @param dialogue only the one of this id; all where empty
 * @param agent only this agent's turns; all where empty
 */
record Playback(Screen screen, Pace pace, Optional<String> dialogue, Optional<String> agent) {

    /**
     * Shows the whole log, checking each record's running hash on the way.
     *
     * @return the sums of the dialogues, shown or not
     * @throws CommandFailure if nothing of it was to be shown
     */
    LogStatistics show(Path log) throws IOException {
        Listener listener = new Listener();
        LogStatistics statistics = new LogStatistics();
        boolean found = false;
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                statistics.accept(next.get().event());
                Optional<Conversation> ended = listener.accept(next.get()).filter(this::wanted);
                if (ended.isPresent()) {
                    found = true;
                    show(ended.get());
                }
            }
        }
        if (!found) {
            throw CommandFailure.badUsage("no such dialogue in " + log, known(statistics));
        }
        return statistics;
    }

    private boolean wanted(Conversation conversation) {
        return dialogue.map(id -> conversation.id().toString().equals(id)).orElse(true)
                && !heard(conversation).isEmpty();
    }

    private List<Utterance> heard(Conversation conversation) {
        return conversation.utterances().stream()
                .filter(said -> agent.map(said.agent().value()::equals).orElse(true))
                .toList();
    }

    private void show(Conversation conversation) {
        ConversationLayout layout = new ConversationLayout(screen);
        screen.out().println(layout.heading(conversation));
        for (Utterance said : heard(conversation)) {
            pace.await();
            screen.out().println(layout.utterance(conversation, said));
        }
        layout.closing(conversation).ifPresent(screen.out()::println);
        screen.out().println();
    }

    private static String known(LogStatistics statistics) {
        List<String> agents = statistics.byAgent().keySet().stream().map(AgentName::value).toList();
        int dialogues = statistics.totals().dialogues() + statistics.totals().failed();
        return "it has "
                + Counted.of(dialogues, "dialogue")
                + ", with ids such as 0.0.0, of "
                + String.join(", ", agents);
    }
}
