package org.colloquy.log;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;

/** The order of the records at one iteration's end; each method says whether its record fits. */
final class IterationGrammar {

    private final List<AgentName> agents;
    private final int iteration;
    private final Comparator<GroupScored> order;
    private Optional<GroupScored> last = Optional.empty();
    private final Set<String> policies = new HashSet<>();
    private boolean evaluated;

    IterationGrammar(List<AgentName> agents, int iteration) {
        this.agents = agents;
        this.iteration = iteration;
        order =
                Comparator.comparing(GroupScored::key)
                        .thenComparing(GroupScored::stage)
                        .thenComparingInt(scored -> agents.indexOf(scored.agent()));
    }

    boolean score(GroupScored scored) {
        boolean fits =
                policies.isEmpty()
                        && !evaluated
                        && scored.key().iteration() == iteration
                        && agents.contains(scored.agent())
                        && last.map(before -> order.compare(before, scored) < 0).orElse(true);
        last = Optional.of(scored);
        return fits;
    }

    boolean update(PolicyUpdated updated) {
        return !evaluated && updated.iteration() == iteration && policies.add(updated.policy());
    }

    boolean evaluate(SoloEvaluated told) {
        boolean fits = !policies.isEmpty() && !evaluated && told.version() == iteration + 1;
        evaluated = true;
        return fits;
    }

    boolean end(IterationEnded ended) {
        return !policies.isEmpty() && ended.iteration() == iteration;
    }
}
