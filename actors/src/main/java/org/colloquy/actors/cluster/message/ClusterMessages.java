package org.colloquy.actors.cluster.message;

import java.util.List;
import org.colloquy.wire.WireMessage;
import org.colloquy.wire.WireMessages;

/** All messages of the cluster, for the serializer. */
public final class ClusterMessages implements WireMessages {

    @Override
    public List<Class<? extends WireMessage>> roots() {
        return List.of(
                Order.class,
                ToDispatch.class,
                ToCell.class,
                ToWorker.class,
                ToFront.class,
                FromFront.class);
    }
}
