package org.colloquy.actors.coordination;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.training.Trainer;
import org.colloquy.model.LanguageModel;

/**
 * Who makes new weights, and who speaks by them.
 *
 * @param servers by the names of the policies that are trained
 * @param log of the run
 * @param relearned hears of each iteration that was learned again from the log
 * @param version of the weights that the trainer begins with: so many iterations are in them
 */
public record School(
        ActorRef<Trainer.Command> trainer,
        SequencedMap<String, ActorRef<ModelServer.Command>> servers,
        Path log,
        IntConsumer relearned,
        int version) {
    public School {
        servers = new LinkedHashMap<>(servers);
    }

    /**
     * Has the servers speak by new weights; each of these servers replies once.
     *
     * @param models by policy
     */
    void serve(Map<String, LanguageModel> models, ActorRef<ModelServer.Serving> replyTo) {
        models.forEach(
                (policy, model) ->
                        Objects.requireNonNull(servers.get(policy))
                                .tell(new ModelServer.Serve(model, replyTo)));
    }
}
