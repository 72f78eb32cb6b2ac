package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;

/**
 * Shows a log's dialogues turn by turn.
 *
 * @param dialogue only the one of this id; all where empty
 * @param agent only this agent's turns; all where empty
 */
record Conversation(Screen screen, Pace pace, Optional<String> dialogue, Optional<String> agent) {

    /**
     * Shows the whole log, checking each record's running hash on the way.
     *
     * @return the sums of the dialogues, shown or not
     * @throws CommandFailure if nothing of it was to be shown
     */
    RunTally show(Path log) throws IOException {
        SceneCollector collector = new SceneCollector();
        RunTally tally = new RunTally();
        boolean found = false;
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                tally.accept(next.get().event());
                Optional<Scene> scene = collector.accept(next.get().event()).filter(this::wanted);
                if (scene.isPresent()) {
                    found = true;
                    show(scene.get());
                }
            }
        }
        if (!found) {
            throw CommandFailure.badUsage("no such dialogue in " + log, known(tally));
        }
        return tally;
    }

    private boolean wanted(Scene scene) {
        return dialogue.map(id -> scene.opening().id().toString().equals(id)).orElse(true)
                && (agent.isEmpty() || !turns(scene).isEmpty());
    }

    private List<TurnTaken> turns(Scene scene) {
        return scene.turns().stream()
                .filter(taken -> agent.map(taken.agent().value()::equals).orElse(true))
                .toList();
    }

    private void show(Scene scene) {
        SceneLayout layout = new SceneLayout(screen);
        screen.out().println(layout.heading(scene));
        for (TurnTaken taken : turns(scene)) {
            pace.await();
            screen.out().println(layout.turn(scene, taken));
        }
        layout.closing(scene).ifPresent(screen.out()::println);
        screen.out().println();
    }

    private static String known(RunTally tally) {
        List<String> agents = tally.scores().keySet().stream().map(AgentName::value).toList();
        return "it has "
                + Counted.of(tally.over(), "dialogue")
                + ", with ids such as 0.0.0, of "
                + String.join(", ", agents);
    }
}
