package org.colloquy.actors.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFolder;

/**
 * Stands for a policy's model servers on all nodes where new weights are to be served: gives them
 * to {@link Dispatch}, whose orders name them from then on.
 */
final class Publisher {

    private Publisher() {}

    static Behavior<ModelServer.Command> create(
            String policy, ActorRef<Dispatch.Command> dispatch) {
        return Behaviors.receiveMessage(
                command -> {
                    if (command instanceof ModelServer.Serve serve
                            && serve.model() instanceof TransformerModel model) {
                        try (TensorOps ops = new ScalarOps()) {
                            dispatch.tell(
                                    new Dispatch.Publish(
                                            policy, ModelFolder.weights(model.parameters(), ops)));
                        }
                        serve.replyTo().tell(new ModelServer.Serving(model));
                        return Behaviors.same();
                    }
                    throw new IllegalStateException("no model server takes " + command);
                });
    }
}
