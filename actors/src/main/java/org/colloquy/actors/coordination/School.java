package org.colloquy.actors.coordination;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.training.Trainer;

/**
 * Who makes new weights, and who speaks by them.
 *
 * @param servers by the names of the policies that are trained
 * @param version of the weights that the trainer begins with: so many iterations are in them
 */
public record School(
        ActorRef<Trainer.Command> trainer,
        SequencedMap<String, ActorRef<ModelServer.Command>> servers,
        int version) {
    public School {
        servers = new LinkedHashMap<>(servers);
    }
}
