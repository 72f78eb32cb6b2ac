package org.colloquy.bench;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.node.NodeSettings;

/** Asks an actor that does nothing but answer. */
final class BareAsks {

    private static final long NANOS = 1_500_000_000L;

    private final ActorSystem<Ping> echo;
    private final long endNanos = System.nanoTime() + NANOS;
    private final AtomicLong answered = new AtomicLong();

    private record Ping(ActorRef<Integer> replyTo) {}

    private BareAsks(ActorSystem<Ping> echo) {
        this.echo = echo;
    }

    /** The rate of asks with so many under way at each time. */
    static double perSecond(NodeSettings settings, int atATime) {
        Behavior<Ping> answer =
                Behaviors.receiveMessage(
                        ping -> {
                            ping.replyTo().tell(1);
                            return Behaviors.same();
                        });
        ActorSystem<Ping> echo = ActorSystem.create(answer, "bare-asks", settings.config());
        try {
            BareAsks asks = new BareAsks(echo);
            long startNanos = System.nanoTime();
            if (atATime == 1) {
                asks.oneByOne();
            } else {
                asks.together(atATime);
            }
            return asks.answered.get() * 1e9 / (System.nanoTime() - startNanos);
        } finally {
            echo.terminate();
            echo.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private void oneByOne() {
        while (System.nanoTime() < endNanos) {
            ask().toCompletableFuture().join();
            answered.incrementAndGet();
        }
    }

    private void together(int askers) {
        CountDownLatch busy = new CountDownLatch(askers);
        for (int asker = 0; asker < askers; asker++) {
            askOn(busy);
        }
        try {
            busy.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", stopped);
        }
    }

    private void askOn(CountDownLatch busy) {
        if (System.nanoTime() >= endNanos) {
            busy.countDown();
            return;
        }
        ask().whenComplete(
                        (reply, failure) -> {
                            answered.incrementAndGet();
                            askOn(busy);
                        });
    }

    private CompletionStage<Integer> ask() {
        return AskPattern.ask(echo, Ping::new, Duration.ofSeconds(60), echo.scheduler());
    }
}
