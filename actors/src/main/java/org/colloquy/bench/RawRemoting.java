package org.colloquy.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializationExtension;
import org.colloquy.actors.cluster.message.Order;
import org.colloquy.actors.cluster.message.ToCell;
import org.colloquy.actors.cluster.message.ToDispatch;

/**
 * Pekko's remoting with nothing above it: orders go to another JVM, and for each comes a result, so
 * many at a time. The messages are those of a run, in the same serializer.
 *
 * @param exchangesPerSecond an order and a result each
 * @param orderBytes as serialized, without Pekko's envelope
 * @param resultBytes as serialized
 */
record RawRemoting(double exchangesPerSecond, int orderBytes, int resultBytes) {

    private static final int IN_FLIGHT = 64;
    private static final int WARM_UP = 20_000;
    private static final int COUNT = 60_000;
    private static final long LIMIT_MINUTES = 10;

    /** Between {@code system} and a peer that joined it. */
    static RawRemoting measure(ActorSystem<?> system, NodeProcess peer, Path run)
            throws IOException {
        Exchange exchange = Exchange.of(run);
        CompletableFuture<Double> done = new CompletableFuture<>();
        CompletableFuture<ActorRef<Order>> found = new CompletableFuture<>();
        ActorRef<ToDispatch> driver =
                system.systemActorOf(driver(exchange, found, done), "driver", Props.empty());
        ActorRefResolver resolver = ActorRefResolver.get(system);
        peer.say("echo " + resolver.toSerializationFormat(driver) + " " + run);
        found.complete(resolver.resolveActorRef(peer.await("echo ")));
        driver.tell(exchange.result(system.ignoreRef()));
        double perSecond = done.orTimeout(LIMIT_MINUTES, TimeUnit.MINUTES).join();
        return new RawRemoting(
                perSecond,
                bytes(system, exchange.order()),
                bytes(system, exchange.result(system.ignoreRef())));
    }

    private static int bytes(ActorSystem<?> system, Object message) {
        return SerializationExtension.get(system).serialize(message).get().length;
    }

    /** In the other JVM: a result for each order. */
    static Behavior<Order> echo(Exchange exchange, ActorRef<ToDispatch> driver) {
        return Behaviors.setup(
                context -> {
                    ActorRef<ToCell> cell = context.getSystem().ignoreRef();
                    return Behaviors.receiveMessage(
                            order -> {
                                driver.tell(exchange.result(cell));
                                return Behaviors.same();
                            });
                });
    }

    /** The first message sends the first orders; each further one is a result and sends another. */
    private static Behavior<ToDispatch> driver(
            Exchange exchange,
            CompletableFuture<ActorRef<Order>> echo,
            CompletableFuture<Double> done) {
        return Behaviors.setup(
                context -> {
                    long[] results = {-1};
                    long[] startNanos = {0};
                    return Behaviors.receiveMessage(
                            result -> {
                                int more = results[0] < 0 ? IN_FLIGHT : 1;
                                results[0]++;
                                for (int i = 0; i < more; i++) {
                                    echo.join().tell(exchange.order());
                                }
                                if (results[0] == WARM_UP) {
                                    startNanos[0] = System.nanoTime();
                                }
                                if (results[0] == WARM_UP + COUNT) {
                                    done.complete(
                                            COUNT * 1e9 / (System.nanoTime() - startNanos[0]));
                                    return Behaviors.stopped();
                                }
                                return Behaviors.same();
                            });
                });
    }
}
